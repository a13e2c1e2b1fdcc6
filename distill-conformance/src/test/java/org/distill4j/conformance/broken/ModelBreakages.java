package org.distill4j.conformance.broken;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.distill4j.conformance.DrivenBackend;
import org.distill4j.model.Mode;
import org.distill4j.model.Predictions;
import org.distill4j.model.Scope;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** Modes, states and outputs of models. */
final class ModelBreakages {
  private ModelBreakages() {}

  static Stream<Breakage> all() {
    return Stream.of(
        Breakage.of(
            "evaluation, so a teacher too, is in training mode: dropout is live",
            ModelBreakages::alwaysTraining,
            "EVAL-01",
            "EVAL-02",
            "EVAL-05",
            "LAYER-01"),
        Breakage.of(
            "states stay as they were", ModelBreakages::forgetsStates, "LAYER-04", "ACC-06"),
        Breakage.of(
            "dropout draws its own numbers", ModelBreakages::ownNumbers, "LAYER-02", "TRAIN-02"),
        Breakage.of("the seed is ignored", ModelBreakages::ignoresTheSeed, "DET-04"),
        Breakage.of("outputs come by the alphabet", ModelBreakages::alphabetical, "EVAL-07"),
        Breakage.of("predictions differ", ModelBreakages::unsteady, "DET-03"));
  }

  /** A scope that says it is in training; random numbers are half of those in evaluation. */
  private static final class Training extends PassingScope {
    private final Scope right;

    Training(Scope right) {
      super(right, Training::new);
      this.right = right;
    }

    @Override
    public Mode mode() {
      return Mode.TRAINING;
    }

    @Override
    public Tensor uniform(String name, Shape perExample) {
      return right.mode() == Mode.TRAINING ? right.uniform(name, perExample) : Tensor.of(0.3);
    }
  }

  private static DrivenBackend alwaysTraining() {
    return PassingBackend.models(model -> PassingScope.model(model, Training::new));
  }

  private static final class Forgetful extends PassingScope {
    Forgetful(Scope right) {
      super(right, Forgetful::new);
    }

    @Override
    public void updateState(String name, Tensor value) {}
  }

  private static DrivenBackend forgetsStates() {
    return PassingBackend.models(model -> PassingScope.model(model, Forgetful::new));
  }

  private static DrivenBackend ownNumbers() {
    return PassingBackend.specs(spec -> spec.withSeed(spec.seed() + 17));
  }

  private static DrivenBackend ignoresTheSeed() {
    return PassingBackend.specs(spec -> spec.withSeed(0));
  }

  private static DrivenBackend alphabetical() {
    return PassingBackend.predictors(
        (right, model, weights) ->
            new PassingPredictor(right.predictor(model, weights)) {
              @Override
              public Predictions predict(Map<String, HostTensor> inputs) {
                Map<String, HostTensor> outputs = super.predict(inputs).asMap();
                return Predictions.of(new TreeMap<>(outputs));
              }
            });
  }

  private static DrivenBackend unsteady() {
    int[] calls = {0};
    return PassingBackend.predictors(
        (right, model, weights) ->
            new PassingPredictor(right.predictor(model, weights)) {
              @Override
              public Predictions predict(Map<String, HostTensor> inputs) {
                Predictions predictions = super.predict(inputs);
                HostTensor logits = predictions.logits();
                logits.floats().put(0, logits.floats().get(0) + 1e-6f * (++calls[0] % 5));
                return predictions;
              }
            });
  }
}
