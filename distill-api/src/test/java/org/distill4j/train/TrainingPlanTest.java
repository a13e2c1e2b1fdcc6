package org.distill4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.Inputs;
import org.distill4j.model.LayerModel;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Clipping;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A training plan")
class TrainingPlanTest {
  private static final Model MODEL = new LayerModel(TensorSpec.floats(2), (scope, x) -> x);

  private static TrainingPlan.Builder plan(int examples) {
    return TrainingPlan.of(MODEL, new Zeros(examples))
        .loss(signals -> LossTerms.total(signals.student().logits().sum()))
        .optimizer(Adam.of(0.1));
  }

  /** Examples of zeros. */
  private record Zeros(int size) implements Dataset {
    @Override
    public Map<String, TensorSpec> inputs() {
      return Map.of(Inputs.INPUT, TensorSpec.floats(2));
    }

    @Override
    public Map<String, TensorSpec> labels() {
      return Map.of();
    }

    @Override
    public Batch batch(HostAllocator memory, int... indices) {
      TensorSpec spec = TensorSpec.floats(indices.length, 2);
      return new Batch(new long[indices.length], memory.allocate("inputs", spec), Map.of());
    }

    @Override
    public String fingerprint() {
      return "zeros" + size;
    }
  }

  /** A teacher that repeats its input. */
  private record Echo() implements Teacher {
    @Override
    public Map<String, TensorSpec> outputs() {
      return Map.of("logits", TensorSpec.floats(2));
    }

    @Override
    public Predictions predict(Batch batch) {
      return Predictions.logits(batch.input());
    }

    @Override
    public String fingerprint() {
      return "echo";
    }
  }

  /** The number of examples. */
  private record Count() implements Metric {
    @Override
    public String name() {
      return "count";
    }

    @Override
    public Goal goal() {
      return Goal.MAXIMIZE;
    }

    @Override
    public Accumulator start() {
      throw new IllegalStateException("never measured here");
    }
  }

  @Nested
  @DisplayName("begins")
  class Defaults {
    private final TrainingPlan plan = plan(100).build();

    @Test
    @DisplayName(
        "with one epoch of unsplit batches of 64, seed 0, the weights of the last epoch and nothing else")
    void defaults() {
      assertThat(plan.epochs()).isEqualTo(1);
      assertThat(plan.batchSize()).isEqualTo(64);
      assertThat(plan.microBatchSize()).isEqualTo(64);
      assertThat(plan.seed()).isZero();
      assertThat(plan.keep()).isEqualTo(TrainingPlan.Keep.LAST);
      assertThat(plan.clipping()).isEqualTo(Clipping.none());
      assertThat(plan.teachers()).isEmpty();
      assertThat(plan.validation()).isEmpty();
      assertThat(plan.metrics()).isEmpty();
      assertThat(plan.listeners()).isEmpty();
      assertThat(plan.earlyStopping()).isEmpty();
      assertThat(plan.initialWeights()).isEmpty();
    }
  }

  @Test
  @DisplayName("takes what its builder was told")
  void builder() {
    Teacher teacher = new Echo();
    Metric metric = new Count();
    TrainingListener listener = event -> {};
    Weights weights = Weights.of(Map.of());
    TrainingPlan plan =
        plan(100)
            .teacher(teacher)
            .validation(new Zeros(10), metric)
            .initialWeights(weights)
            .epochs(3)
            .batchSize(32)
            .microBatchSize(8)
            .clipping(Clipping.byNorm(1))
            .seed(7)
            .earlyStopping(new EarlyStopping(2))
            .keep(TrainingPlan.Keep.BEST)
            .listener(listener)
            .build();
    assertThat(plan.teachers()).containsExactly(teacher);
    assertThat(plan.validation()).contains(new Zeros(10));
    assertThat(plan.metrics()).containsExactly(metric);
    assertThat(metric.needs()).isEqualTo(Metric.Needs.STUDENT);
    assertThat(plan.initialWeights()).contains(weights);
    assertThat(plan.epochs()).isEqualTo(3);
    assertThat(plan.batchSize()).isEqualTo(32);
    assertThat(plan.microBatchSize()).isEqualTo(8);
    assertThat(plan.clipping()).isEqualTo(Clipping.byNorm(1));
    assertThat(plan.seed()).isEqualTo(7);
    assertThat(plan.earlyStopping()).contains(new EarlyStopping(2));
    assertThat(plan.keep()).isEqualTo(TrainingPlan.Keep.BEST);
    assertThat(plan.listeners()).containsExactly(listener);
    assertThat(teacher.forData(new Zeros(3))).isSameAs(teacher);
    assertThat(teacher.inputs()).isEmpty();
  }

  @Test
  @DisplayName("measures what was asked for last")
  void validationTwice() {
    TrainingPlan plan =
        plan(9).validation(new Zeros(1), new Count()).validation(new Zeros(2), new Count()).build();

    assertThat(plan.validation()).contains(new Zeros(2));
    assertThat(plan.metrics()).containsExactly(new Count());
  }

  @Nested
  @DisplayName("refuses")
  class Refusals {
    private void refused(TrainingPlan.Builder plan, String message) {
      assertThatIllegalArgumentException().isThrownBy(plan::build).withMessage(message);
    }

    private String atLeastOne(String what) {
      return "The "
          + what
          + ", expected at least 1.\nMaybe an argument is missing or a filter left no examples.";
    }

    @Test
    @DisplayName("numbers below 1")
    void numbers() {
      refused(plan(9).epochs(0), atLeastOne("number of epochs is 0"));
      refused(plan(9).batchSize(0), atLeastOne("batch size is 0"));
      refused(plan(9).microBatchSize(-1), atLeastOne("micro-batch size is -1"));
      refused(plan(9).teacherBatchSize(0), atLeastOne("batch size of teachers is 0"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new EarlyStopping(0))
          .withMessage(
              "Early stopping with patience 0, expected at least 1 epoch.\n"
                  + "Maybe leave early stopping out.");
    }

    @Test
    @DisplayName("empty data")
    void empty() {
      refused(plan(0), atLeastOne("number of training examples is 0"));
      refused(plan(9).validation(new Zeros(0)), atLeastOne("number of validation examples is 0"));
    }

    @Test
    @DisplayName("to be without a loss or an optimizer")
    void missing() {
      refused(
          TrainingPlan.of(MODEL, new Zeros(9)),
          "The plan has no loss, expected one.\nMaybe add .loss(…).");
      refused(
          TrainingPlan.of(MODEL, new Zeros(9))
              .loss(signals -> LossTerms.total(signals.teacher().logits())),
          "The plan has no optimizer, expected one.\nMaybe add .optimizer(…).");
    }

    @Test
    @DisplayName("two metrics of one name")
    void sameName() {
      refused(
          plan(9).validation(new Zeros(1), new Count(), new Count()),
          "The metric count is given twice, expected each name once, as reports go by names.\n"
              + "Maybe leave one out.");
    }

    @Test
    @DisplayName("to look for the best epoch without measuring")
    void unmeasured() {
      refused(
          plan(9).keep(TrainingPlan.Keep.BEST),
          "The plan stops early or keeps the best weights with 0 metrics and no validation data,"
              + " expected at least one metric and validation data.\n"
              + "Maybe add .validation(data, metric).");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> plan(9).validation(new Zeros(3)).earlyStopping(new EarlyStopping(1)).build())
          .withMessageContaining("with 0 metrics and validation data");
    }
  }

  @Nested
  @DisplayName("leads to")
  class Results {
    private final LossValues loss = new LossValues(Map.of("total", 0.5));

    private EpochReport epoch(int number) {
      return new EpochReport(number, loss, Map.of(), Duration.ofSeconds(1));
    }

    @Test
    @DisplayName("a report that knows which epoch its weights are of")
    void report() {
      Weights weights = Weights.of(Map.of());
      TrainingReport report = new TrainingReport(weights, List.of(epoch(1), epoch(2), epoch(3)), 2);
      assertThat(report.best().epoch()).isEqualTo(2);
    }

    @Test
    @DisplayName("epochs that keep metrics of their own")
    void metrics() {
      Map<String, Double> metrics = new HashMap<>(Map.of("accuracy", 0.9));
      EpochReport report = new EpochReport(1, loss, metrics, Duration.ZERO);
      metrics.clear();
      assertThat(report.metrics()).containsEntry("accuracy", 0.9);
    }

    @Test
    @DisplayName("an error that keeps the last good weights when it diverges")
    void diverged() {
      LossValues bad = new LossValues(Map.of("total", Double.NaN));
      HostTensor value = HostTensor.ofFloats(Shape.of(1), 1);
      Optional<Weights> good = Optional.of(Weights.of(Map.of("w", value)));
      DivergedException error = new DivergedException(17, bad, good);
      assertThat(error)
          .hasMessage(
              "The loss of step 17 is {total=NaN}, expected finite numbers.\n"
                  + "Maybe the learning rate is too high; clipping the gradients by norm may help"
                  + " too.");
      assertThat(error.step()).isEqualTo(17);
      assertThat(error.loss()).isEqualTo(bad);
      assertThat(error.lastGood()).isEqualTo(good);
    }
  }
}
