package org.distill4j.core.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.distill4j.backend.Guard;
import org.distill4j.backend.Session;
import org.distill4j.backend.Variables;
import org.distill4j.core.engine.EngineModel;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** A model in evaluation mode on a session. */
public final class ModelPredictor implements Predictor {
  private final Evaluator evaluator;
  private final Guard guard;

  private ModelPredictor(Session session, Model model, Weights weights) {
    Variables variables = session.variables(specs(weights));
    weights.asMap().forEach(variables::write);
    this.evaluator = new Evaluator(session, model, () -> variables, UnaryOperator.identity());
    this.guard = Guard.child(session, this, "predictor", closing(evaluator, variables));
  }

  /** Holds no reference to the predictor, as {@link Guard} requires. */
  private static Runnable closing(Evaluator evaluator, Variables variables) {
    return () -> {
      evaluator.close();
      variables.close();
    };
  }

  private static Map<String, TensorSpec> specs(Weights weights) {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    weights.asMap().forEach((name, value) -> specs.put(name, value.spec()));
    return specs;
  }

  /**
   * Puts a model on a session.
   *
   * @param session where to compute
   * @param model the model
   * @param weights all its parameters and states
   * @return the predictor
   * @throws IllegalArgumentException if the weights are another model's
   * @throws IllegalStateException if the session was closed
   */
  public static Predictor open(Session session, Model model, Weights weights) {
    if (model instanceof EngineModel) {
      throw new IllegalArgumentException(
          "A predictor was asked for a network of an engine's own kind, expected a recorded model."
              + "\nMaybe use the network itself, which is a predictor.");
    }
    Recorder.forward(model, Mode.EVALUATION, 1).requireWeights(weights);
    return new ModelPredictor(session, model, weights);
  }

  @Override
  public Predictions predict(Map<String, HostTensor> inputs) {
    return guard.call(() -> evaluator.predict(inputs));
  }

  @Override
  public void close() {
    guard.close();
  }
}
