package org.distill4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.distill4j.core.train.SmallTrainings.examples;
import static org.distill4j.core.train.SmallTrainings.plan;
import static org.distill4j.core.train.SmallTrainings.teacher;
import static org.distill4j.core.train.SmallTrainings.train;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.distill4j.core.cache.CacheOptions;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.cache.Encoding;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.data.Unlabelled;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.loss.SigmoidDistillationLoss;
import org.distill4j.core.loss.SoftTargetLoss;
import org.distill4j.core.loss.WeightedLosses;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.Models;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.core.teacher.ProbabilityTeacher;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Predictions;
import org.distill4j.optim.Schedule;
import org.distill4j.optim.Sgd;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.TrainingPlan;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A training of what cannot be meant is refused:")
class WrongInputsTest {
  private static final InMemoryDataset DATA = examples(24, 1);

  /** The usual teacher with something made of each row of its logits. */
  private static Teacher with(UnaryOperator<double[]> rows) {
    return FunctionTeacher.of(
        teacher().outputs(), "changed", batch -> Predictions.logits(changed(batch, rows)));
  }

  private static HostTensor changed(Batch batch, UnaryOperator<double[]> change) {
    HostTensor logits = teacher().predict(batch).logits();
    int classes = logits.shape().dim(1);
    for (int row = 0; row < batch.size(); row++) {
      double[] values = new double[classes];
      for (int i = 0; i < classes; i++) {
        values[i] = logits.floats().get(row * classes + i);
      }
      double[] now = change.apply(values);
      for (int i = 0; i < classes; i++) {
        logits.floats().put(row * classes + i, (float) now[i]);
      }
    }
    return logits;
  }

  private static double[] softmax(double... logits) {
    double sum = Arrays.stream(logits).map(Math::exp).sum();
    return Arrays.stream(logits).map(z -> Math.exp(z) / sum).toArray();
  }

  private static double[] each(double[] values, DoubleUnaryOperator change) {
    return Arrays.stream(values).map(change).toArray();
  }

  private static double loss(Teacher teacher, Loss loss) {
    return train(plan(DATA).loss(loss).teacher(teacher).optimizer(Sgd.of(1e-9)).build())
        .epochs()
        .get(0)
        .loss()
        .total();
  }

  @Nested
  @DisplayName("probabilities where logits are due,")
  class Probabilities {
    private final Teacher ofSoftmax = with(WrongInputsTest::softmax);
    private final Teacher ofSigmoid = with(row -> each(row, z -> 1 / (1 + Math.exp(-z))));

    @Test
    @DisplayName("those of a softmax, and the message has a way out that trains as logits do")
    void softmaxes() {
      Loss loss = DistillationLoss.of(2, 0.7);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> loss(ofSoftmax, loss))
          .withMessage(
              "Teacher 0 gives numbers in [0, 1] that add up to 1 in each row as its output"
                  + " \"logits\", expected logits.\nMaybe it ends with a softmax: cut that off, or"
                  + " wrap it, as in ProbabilityTeacher.softmax(teacher).");
      assertThat(loss(ProbabilityTeacher.softmax(ofSoftmax), loss))
          .isCloseTo(loss(teacher(), loss), within(1e-6));
    }

    @Test
    @DisplayName("those of a sigmoid")
    void sigmoids() {
      Loss loss = SigmoidDistillationLoss.multiLabel(2, 1);
      TrainingPlan.Builder plan = plan(DATA).loss(loss).batchSize(24);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> train(plan.teacher(ofSigmoid).build()))
          .withMessageContaining("Maybe it ends with a sigmoid");
      assertThat(loss(ProbabilityTeacher.sigmoid(ofSigmoid), loss))
          .isCloseTo(loss(teacher(), loss), within(1e-6));
    }

    @Test
    @DisplayName("in metrics that compare with a teacher too")
    void metrics() {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  train(
                      plan(DATA)
                          .loss(CrossEntropyLoss.ofLabels())
                          .teacher(ofSoftmax)
                          .validation(DATA, Metrics.klToTeacher())
                          .build()))
          .withMessageContaining("expected logits");
    }
  }

  @Nested
  @DisplayName("the largest logits, kept for another temperature than the loss's,")
  class Temperatures {
    private double cached(double exact, Loss loss) {
      CacheOptions options = CacheOptions.of(Encoding.topK(2, exact));
      return loss(CachedTeacher.inMemory(teacher(), DATA, options), loss);
    }

    @Test
    @DisplayName("fixed or changing")
    void temperatures() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> cached(5, SoftTargetLoss.of(2)))
          .withMessage(
              "The loss divides the logits \"logits\" of teacher 0 by the temperature 2.0, and its"
                  + " cache keeps the largest of them, exact at 5.0 alone, expected the same"
                  + " temperature.\nMaybe fill a cache with that of the loss, or one that keeps all"
                  + " as float16.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> cached(2, new SoftTargetLoss(Schedule.linear(2, 1), "logits")))
          .withMessageContaining("exact at 2.0 alone");
      assertThat(cached(2, SoftTargetLoss.of(2))).isFinite();
    }
  }

  @Test
  @DisplayName("one output under a softmax")
  void oneOutput() {
    InMemoryDataset zeros =
        InMemoryDataset.of(
            HostTensor.ofFloats(Shape.of(4, 2), new float[8]),
            HostTensor.ofInts(Shape.of(4), 0, 0, 0, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                train(
                    TrainingPlan.of(Models.mlp(2, 3, 1), zeros)
                        .loss(CrossEntropyLoss.ofLabels())
                        .optimizer(Sgd.of(0.1))
                        .build()))
        .withMessageContaining("has shape (4, 1), expected (batch, classes)")
        .withMessageContaining("SigmoidDistillationLoss");
  }

  @Test
  @DisplayName("no label where the loss learns from nothing else")
  void noLabels() {
    TrainingPlan.Builder plan = plan(Unlabelled.of(DATA)).loss(CrossEntropyLoss.ofLabels());
    Loss sum = WeightedLosses.of("ce", CrossEntropyLoss.ofLabels(), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> train(plan(Unlabelled.of(DATA)).loss(sum).build()))
        .withMessageStartingWith("The loss needs labels \"labels\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> train(plan.build()))
        .withMessage(
            "The loss needs labels \"labels\", and none of 24 examples to learn from has one,"
                + " expected at least one.\nMaybe the column of the labels has another name or is"
                + " empty, or learn from a teacher.");
  }

  @Test
  @DisplayName("but classes that cannot be train, at a low temperature too")
  void masked() {
    for (double temperature : new double[] {2, 0.5}) {
      Teacher masked = with(row -> new double[] {row[0], row[1], -Float.MAX_VALUE});
      assertThat(loss(masked, DistillationLoss.of(temperature, 0.7))).isFinite();
    }
  }

  @Test
  @DisplayName("but weights train, split or not, to the same loss")
  void weighted() {
    float[] weights = new float[24];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i % 5;
    }
    Batch all = DATA.batch(IntStream.range(0, 24).toArray());
    InMemoryDataset data =
        InMemoryDataset.of(
            all.inputs(),
            Map.of(
                Batch.LABELS,
                all.labels(Batch.LABELS),
                "weight",
                HostTensor.ofFloats(Shape.of(24), weights)));
    Loss loss =
        DistillationLoss.of(2, 0.5).withClassWeights(1, 2, 5).weighted(Weighting.by("weight"));
    List<Double> losses =
        IntStream.of(8, 3, 1)
            .mapToObj(
                part ->
                    train(plan(data).loss(loss).teacher(teacher()).microBatchSize(part).build())
                        .epochs()
                        .get(1)
                        .loss()
                        .total())
            .toList();
    assertThat(losses.get(1)).isCloseTo(losses.get(0), within(1e-6));
    assertThat(losses.get(2)).isCloseTo(losses.get(0), within(1e-6));
  }
}
