package org.distill4j.core.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Guard;
import org.distill4j.backend.Session;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.optim.Progress;
import org.distill4j.program.Recording;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.LearnerSpec;

/**
 * Clipping and optimizer on a session, for gradients that are computed elsewhere: by the engine of
 * a network of its own kind, or by several workers.
 */
public final class GradientUpdate implements AutoCloseable {
  private final UpdateRecording update;
  private final LearnerVariables variables;
  private final Executable finish;
  private final Executable flush;
  private final Guard guard;
  private long step;

  private GradientUpdate(Session session, LearnerSpec spec, Recording declared) {
    OptimizerState state = spec.initialOptimizerState(declared);
    this.update = new UpdateRecording(spec.withoutWeights(), declared);
    this.variables = new LearnerVariables(session, declared, update.trained(), spec.slots());
    variables.addSums();
    variables.write(spec.weights(), state);
    this.finish = session.compile(StepRecording.finish(update), variables.variables());
    this.flush = session.compile(update.flush(), variables.variables());
    this.guard = Guard.child(session, this, "update", closing(finish, flush, variables));
    this.step = state.step();
  }

  /** Holds no reference to the update, as {@link Guard} requires. */
  private static Runnable closing(Executable finish, Executable flush, LearnerVariables variables) {
    return () -> {
      finish.close();
      flush.close();
      variables.close();
    };
  }

  /**
   * Puts weights and the state of the optimizer on a session.
   *
   * @param session where to compute
   * @param spec weights, optimizer, clipping, parameter groups and where to start
   * @return the update
   * @throws IllegalArgumentException if the weights are another model's
   * @throws IllegalStateException if the session was closed
   */
  public static GradientUpdate open(Session session, LearnerSpec spec) {
    return new GradientUpdate(session, spec, spec.declared());
  }

  /**
   * Takes a step along gradients.
   *
   * @param gradients gives the gradient of a trained parameter, of its shape, by its path
   * @param progress how far the training is
   * @return the trained parameters after the step
   * @throws IllegalArgumentException if a gradient is missing or of another shape
   * @throws IllegalStateException if this or its session was closed
   */
  public Weights apply(Function<String, HostTensor> gradients, Progress progress) {
    return guard.call(() -> step(gradients, progress));
  }

  private Weights step(Function<String, HostTensor> gradients, Progress progress) {
    for (ParameterSpec parameter : update.trained()) {
      HostTensor sum = gradients.apply(parameter.name());
      variables.variables().write(VariableNames.gradientSum(parameter.name()), sum);
    }
    finish.run(List.of(), update.scalars().values(progress, step + 1));
    step++;
    if (step % TrainingSteps.FLUSH_PERIOD == 0) {
      flush.run(List.of());
    }
    Map<String, HostTensor> values = new LinkedHashMap<>();
    update.trained().forEach(one -> values.put(one.name(), variables.variables().read(one.name())));
    return Weights.of(values);
  }

  /** {@return a copy of the state of the optimizer} */
  public OptimizerState optimizerState() {
    return guard.call(() -> variables.optimizerState(step));
  }

  @Override
  public void close() {
    guard.close();
  }
}
