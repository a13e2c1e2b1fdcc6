package org.distill4j.conformance.broken;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.distill4j.conformance.DrivenBackend;
import org.distill4j.data.Batch;
import org.distill4j.model.InputNames;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.program.MicroBatch;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.LossValues;

/** Steps, parts of steps, and predictions on the way. */
final class LearnerBreakages {
  private LearnerBreakages() {}

  static Stream<Breakage> all() {
    return Stream.of(
        Breakage.of(
            "the last part counts alone",
            LearnerBreakages::lastMicroBatch,
            "ACC-01",
            "ACC-02",
            "INPUT-04"),
        Breakage.of(
            "each part is a step", LearnerBreakages::manySteps, "ACC-01", "ACC-04", "ACC-05"),
        Breakage.of("parts run backwards", LearnerBreakages::backwards, "ACC-03", "ACC-06"),
        Breakage.of("one batch size for ever", LearnerBreakages::oneSize, "TRAIN-04", "EVAL-06"),
        Breakage.of("predicts with stale weights", LearnerBreakages::stale, "EVAL-03"),
        Breakage.of("predicting moves states", LearnerBreakages::movesStates, "EVAL-04"),
        Breakage.of("uploads are kept by buffer", LearnerBreakages::keepsUploads, "LIFE-10"));
  }

  /** What a broken learner does instead of a step. */
  @FunctionalInterface
  interface Step {
    LossValues take(Learner right, StepInput input);
  }

  static DrivenBackend stepping(Step step) {
    return PassingBackend.learners(
        (right, spec) ->
            new PassingLearner(right.learner(spec)) {
              @Override
              public LossValues step(StepInput input) {
                return step.take(right(), input);
              }
            });
  }

  private static DrivenBackend lastMicroBatch() {
    return stepping(
        (right, input) -> {
          int last = input.microBatches().size() - 1;
          return right.step(
              new StepInput(input.microBatches().subList(last, last + 1), input.progress()));
        });
  }

  private static DrivenBackend manySteps() {
    return stepping(
        (right, input) -> {
          Map<String, Double> sums = new LinkedHashMap<>();
          for (MicroBatch microBatch : input.microBatches()) {
            LossValues terms = right.step(new StepInput(List.of(microBatch), input.progress()));
            int microBatches = input.microBatches().size();
            terms.asMap().forEach((name, v) -> sums.merge(name, v / microBatches, Double::sum));
          }
          return new LossValues(sums);
        });
  }

  private static DrivenBackend backwards() {
    return stepping(
        (right, input) -> {
          List<MicroBatch> microBatches = new ArrayList<>(input.microBatches());
          Collections.reverse(microBatches);
          return right.step(new StepInput(microBatches, input.progress()));
        });
  }

  /** Compiled for the first batch; others are refused by the engine. */
  private static DrivenBackend oneSize() {
    int[] size = {0};
    return PassingBackend.sessions(
        right ->
            new PassingSession(right) {
              @Override
              public Predictor predictor(Model model, Weights weights) {
                return new PassingPredictor(right().predictor(model, weights)) {
                  @Override
                  public Predictions predict(Map<String, HostTensor> inputs) {
                    requireSize(size, InputNames.only(inputs).shape().dim(0));
                    return super.predict(inputs);
                  }
                };
              }

              @Override
              public Learner learner(LearnerSpec spec) {
                return new PassingLearner(right().learner(spec)) {
                  @Override
                  public LossValues step(StepInput input) {
                    requireSize(size, input.rows());
                    return super.step(input);
                  }
                };
              }
            });
  }

  private static void requireSize(int[] first, int given) {
    first[0] = first[0] == 0 ? given : first[0];
    if (first[0] != given) {
      throw new IllegalStateException("compiled for " + first[0] + " rows, given " + given);
    }
  }

  private static DrivenBackend stale() {
    return PassingBackend.learners(
        (right, spec) -> {
          Predictor first = right.predictor(spec.model(), spec.weights());
          return new PassingLearner(right.learner(spec)) {
            @Override
            public Predictions predict(Map<String, HostTensor> inputs) {
              return first.predict(inputs);
            }
          };
        });
  }

  private static DrivenBackend movesStates() {
    return PassingBackend.learners(
        (right, spec) ->
            new PassingLearner(right.learner(spec)) {
              @Override
              public Predictions predict(Map<String, HostTensor> inputs) {
                Predictions predictions = super.predict(inputs);
                exchange(right.learner(spec.resume(moved(weights()), optimizerState())));
                return predictions;
              }
            });
  }

  private static Weights moved(Weights weights) {
    weights
        .asMap()
        .forEach(
            (name, values) -> {
              if (name.endsWith("runningMean")) {
                values.floats().put(0, values.floats().get(0) * 0.9f + 0.01f);
              }
            });
    return weights;
  }

  /** Takes a buffer that was seen before for unchanged. */
  private static DrivenBackend keepsUploads() {
    IdentityHashMap<HostTensor, HostTensor> uploads = new IdentityHashMap<>();
    return stepping(
        (right, input) -> {
          List<MicroBatch> microBatches = new ArrayList<>();
          for (MicroBatch microBatch : input.microBatches()) {
            Batch batch = microBatch.batch();
            HostTensor kept = uploads.computeIfAbsent(batch.input(), HostTensor::copy);
            Map<String, HostTensor> labels = Map.of(Batch.LABELS, batch.labels(Batch.LABELS));
            microBatches.add(
                new MicroBatch(
                    new Batch(new long[batch.size()], kept, labels), microBatch.teachers()));
          }
          return right.step(new StepInput(microBatches, input.progress()));
        });
  }
}
