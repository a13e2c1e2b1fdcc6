package org.distill4j.conformance.broken;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.distill4j.conformance.DrivenBackend;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.LossValues;

/** What goes in and comes out as weights and optimizer states. */
final class SnapshotBreakages {
  private SnapshotBreakages() {}

  static Stream<Breakage> all() {
    return Stream.of(
        Breakage.of(
            "weights come by the alphabet", () -> telling(SnapshotBreakages::sorted), "SNAP-01"),
        Breakage.of(
            "momentum is forgotten in snapshots",
            () -> remembering(SnapshotBreakages::withoutSlots),
            "SNAP-02"),
        Breakage.of(
            "the count of steps is forgotten in snapshots",
            () -> remembering(state -> new OptimizerState(0, state.slots())),
            "SNAP-02",
            "SNAP-08"),
        Breakage.of("a snapshot is a view", SnapshotBreakages::views, "SNAP-03"),
        Breakage.of("given arrays are read late", SnapshotBreakages::lazy, "SNAP-04"),
        Breakage.of(
            "weights leave as bfloat16", () -> telling(SnapshotBreakages::halved), "SNAP-05"),
        Breakage.of("weights come in as bfloat16", SnapshotBreakages::halvesGiven, "SNAP-06"),
        Breakage.of(
            "a snapshot's count of steps is not read", SnapshotBreakages::fromZero, "SNAP-07"));
  }

  private static DrivenBackend telling(UnaryOperator<Weights> change) {
    return PassingBackend.learners(
        (right, spec) ->
            new PassingLearner(right.learner(spec)) {
              @Override
              public Weights weights() {
                return change.apply(super.weights());
              }
            });
  }

  private static DrivenBackend remembering(UnaryOperator<OptimizerState> change) {
    return PassingBackend.learners(
        (right, spec) ->
            new PassingLearner(right.learner(spec)) {
              @Override
              public OptimizerState optimizerState() {
                return change.apply(super.optimizerState());
              }
            });
  }

  private static Weights sorted(Weights weights) {
    return Weights.of(new TreeMap<>(weights.asMap()));
  }

  private static OptimizerState withoutSlots(OptimizerState state) {
    Map<String, Weights> zeros = new LinkedHashMap<>();
    state.slots().forEach((name, arrays) -> zeros.put(name, changed(arrays, value -> 0f)));
    return new OptimizerState(state.step(), zeros);
  }

  private static Weights halved(Weights weights) {
    return changed(weights, v -> Float.intBitsToFloat(Float.floatToIntBits(v) & 0xFFFF0000));
  }

  private static Weights changed(Weights weights, UnaryOperator<Float> change) {
    Map<String, HostTensor> arrays = new LinkedHashMap<>();
    weights
        .asMap()
        .forEach(
            (name, array) -> {
              HostTensor copy = array.copy();
              for (int i = 0; i < copy.size(); i++) {
                copy.floats().put(i, change.apply(copy.floats().get(i)));
              }
              arrays.put(name, copy);
            });
    return Weights.of(arrays);
  }

  /** Steps write into the arrays that were given away. */
  private static DrivenBackend views() {
    return PassingBackend.learners(
        (right, spec) ->
            new PassingLearner(right.learner(spec)) {
              private final Weights shared = super.weights();

              @Override
              public LossValues step(StepInput input) {
                LossValues values = super.step(input);
                weights();
                return values;
              }

              @Override
              public Weights weights() {
                Weights now = super.weights();
                shared.asMap().forEach((name, array) -> overwrite(array, now.get(name)));
                return shared;
              }
            });
  }

  private static void overwrite(HostTensor array, HostTensor by) {
    array.floats().put(0, by.toFloatArray());
  }

  /** Uploads the weights at the first prediction and again at each one after. */
  private static DrivenBackend lazy() {
    return PassingBackend.predictors(
        (right, model, weights) ->
            new PassingPredictor(right.predictor(model, weights)) {
              @Override
              public Predictions predict(Map<String, HostTensor> inputs) {
                try (Predictor now = right.predictor(model, weights)) {
                  return now.predict(inputs);
                }
              }
            });
  }

  private static DrivenBackend halvesGiven() {
    return PassingBackend.sessions(
        right ->
            new PassingSession(right) {
              @Override
              public Predictor predictor(Model model, Weights weights) {
                return right().predictor(model, halved(weights));
              }

              @Override
              public Learner learner(LearnerSpec spec) {
                return right().learner(Specs.withWeights(spec, halved(spec.weights())));
              }
            });
  }

  private static DrivenBackend fromZero() {
    return PassingBackend.specs(
        spec ->
            spec.optimizerState()
                .map(state -> spec.resume(spec.weights(), new OptimizerState(0, state.slots())))
                .orElse(spec));
  }
}
