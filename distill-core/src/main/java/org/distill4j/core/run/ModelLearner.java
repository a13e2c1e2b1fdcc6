package org.distill4j.core.run;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.distill4j.backend.Guard;
import org.distill4j.backend.Session;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.Recording;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.LossValues;

/** A model in training on a session. */
public final class ModelLearner implements Learner {
  private final Guard guard;
  private final Recording declared;
  private final List<ParameterSpec> trained;
  private final List<String> slots;
  private final LearnerVariables variables;
  private final TrainingSteps training;
  private final Evaluator evaluator;
  private long step;

  private ModelLearner(
      Session session, LearnerSpec spec, Recording declared, OptimizerState state) {
    this.declared = declared;
    this.slots = spec.slots();
    LearnerSpec released = spec.withoutWeights();
    UpdateRecording update = new UpdateRecording(released, declared);
    this.trained = update.trained();
    this.variables = new LearnerVariables(session, declared, trained, slots);
    this.training = new TrainingSteps(session, variables, released, declared, update);
    this.evaluator = new Evaluator(session, spec.model(), variables::variables, evaluated(spec));
    this.guard = Guard.child(session, this, "learner", closing(training, evaluator, variables));
    put(spec.weights(), state);
  }

  /** Holds no reference to the learner, as {@link Guard} requires. */
  private static Runnable closing(
      TrainingSteps training, Evaluator evaluator, LearnerVariables variables) {
    return () -> {
      training.close();
      evaluator.close();
      variables.close();
    };
  }

  /** Predictions use the average of a trained parameter if there is one. */
  private UnaryOperator<String> evaluated(LearnerSpec spec) {
    if (spec.average().isEmpty()) {
      return UnaryOperator.identity();
    }
    Set<String> averaged =
        trained.stream().map(ParameterSpec::name).collect(Collectors.toUnmodifiableSet());
    return name -> averaged.contains(name) ? VariableNames.average(name) : name;
  }

  /**
   * Creates a learner for a model on a session.
   *
   * @param session where to compute
   * @param spec model, loss, optimizer and where to start
   * @return the learner
   * @throws IllegalArgumentException if shapes do not fit or the weights are another model's
   * @throws IllegalStateException if the session was closed
   */
  public static ModelLearner open(Session session, LearnerSpec spec) {
    Recording declared = spec.declared();
    return new ModelLearner(session, spec, declared, spec.initialOptimizerState(declared));
  }

  @Override
  public LossValues step(StepInput input) {
    return guard.call(
        () -> {
          if (input.microBatches().size() > 1 && !variables.hasSums()) {
            training.check(input);
            addSums();
          }
          LossValues values = training.step(input, step + 1);
          step++;
          return values;
        });
  }

  /** Writes all variables anew, so an invalid step must not reach this. */
  private void addSums() {
    training.close();
    evaluator.close();
    variables.addSums();
  }

  @Override
  public Predictions predict(Map<String, HostTensor> inputs) {
    return guard.call(() -> evaluator.predict(inputs));
  }

  @Override
  public Weights weights() {
    return guard.call(variables::weights);
  }

  @Override
  public OptimizerState optimizerState() {
    return guard.call(() -> variables.optimizerState(step));
  }

  /**
   * Resumes from other weights and another state of the optimizer, without compiling anything anew.
   *
   * @param weights all parameters and states
   * @param state what the optimizer remembers
   * @throws IllegalArgumentException if they are of another model or optimizer; nothing has changed
   *     then
   * @throws IllegalStateException if this or its session was closed
   */
  public void load(Weights weights, OptimizerState state) {
    declared.requireWeights(weights);
    state.require(slots, trained);
    guard.call(
        () -> {
          put(weights, state);
          return state;
        });
  }

  private void put(Weights weights, OptimizerState state) {
    variables.write(weights, state);
    step = state.step();
  }

  @Override
  public void close() {
    guard.close();
  }
}
