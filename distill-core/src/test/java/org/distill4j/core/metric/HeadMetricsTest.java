package org.distill4j.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.distill4j.core.metric.ClassifierBatches.value;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.distill4j.core.loss.SigmoidDistillationLoss.Task;
import org.distill4j.data.Batch;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.Metric;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Twelve examples, of which what is measured differs from metric to metric. */
@DisplayName("All metrics")
class HeadMetricsTest {
  private static final int EXAMPLES = 12;
  private static final Offset<Double> CLOSE = within(1e-9);

  static Stream<Metric> ofClasses() {
    return Stream.of(
        Metrics.accuracy(),
        Metrics.errors(),
        Metrics.topKAccuracy(2),
        Metrics.precision(Average.MACRO),
        Metrics.recall(1),
        Metrics.f1(Average.WEIGHTED),
        Metrics.balancedAccuracy(),
        Metrics.iou(),
        Metrics.auroc(),
        Metrics.auroc(2),
        Metrics.averagePrecision(),
        Metrics.crossEntropy(),
        Metrics.calibrationError(),
        Metrics.agreement(),
        Metrics.klToTeacher());
  }

  static Stream<Metric> ofSigmoids() {
    return Stream.of(
        SigmoidMetrics.accuracy(Task.MULTI_LABEL),
        SigmoidMetrics.exactMatch(Task.MULTI_LABEL),
        SigmoidMetrics.crossEntropy(Task.MULTI_LABEL),
        SigmoidMetrics.f1(Task.MULTI_LABEL, Average.MACRO),
        SigmoidMetrics.f1(Task.MULTI_LABEL, Average.WEIGHTED),
        SigmoidMetrics.precision(Task.MULTI_LABEL, Average.MICRO),
        SigmoidMetrics.auroc(Task.MULTI_LABEL),
        SigmoidMetrics.averagePrecision(Task.MULTI_LABEL));
  }

  static Stream<Metric> ofNumbers() {
    return Stream.of(
        NumberMetrics.rmse(),
        NumberMetrics.mae(),
        NumberMetrics.r2(),
        NumberMetrics.cosine(Outputs.LOGITS, Batch.LABELS),
        NumberMetrics.cosineToTeacher(Outputs.LOGITS));
  }

  static Stream<Metric> all() {
    return Stream.of(ofClasses(), ofSigmoids(), ofNumbers()).flatMap(some -> some);
  }

  private static boolean isOfClasses(Metric metric) {
    return ofClasses().anyMatch(other -> metric.name().startsWith(other.name()));
  }

  private static boolean isOfSigmoids(Metric metric) {
    return metric.name().startsWith("multiLabel");
  }

  /** Which examples a batch has, in order. */
  private static HostTensor pick(HostTensor all, int... examples) {
    HostTensor picked =
        HostTensor.allocate(all.type(), all.shape().withoutBatch().prepend(examples.length));
    int width = all.size() / EXAMPLES;
    for (int i = 0; i < examples.length * width; i++) {
      int from = examples[i / width] * width + i % width;
      if (all.type() == DType.INT32) {
        picked.ints().put(i, all.ints().get(from));
      } else {
        picked.floats().put(i, all.floats().get(from));
      }
    }
    return picked;
  }

  private static HostTensor outputs(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[EXAMPLES * 3];
    for (int i = 0; i < values.length; i++) {
      // Some scores are equal.
      values[i] = Math.round(random.nextDouble(-3, 3)) + 0.25f;
    }
    return HostTensor.ofFloats(Shape.of(EXAMPLES, 3), values);
  }

  private static HostTensor labels(Metric metric) {
    SplittableRandom random = new SplittableRandom(9);
    if (isOfClasses(metric)) {
      int[] classes = random.ints(EXAMPLES, 0, 3).toArray();
      return HostTensor.ofInts(Shape.of(EXAMPLES), classes);
    }
    return isOfSigmoids(metric)
        ? HostTensor.ofInts(Shape.of(EXAMPLES, 3), random.ints(EXAMPLES * 3L, -1, 2).toArray())
        : outputs(77);
  }

  private static double of(Metric metric, String output, String labels, int... examples) {
    Batch batch =
        ClassifierBatches.batch(
            examples.length,
            Map.of(labels, pick(labels(metric), examples), "weight", weights(examples)));
    Predictions teacher = Predictions.of(Map.of(output, pick(outputs(2), examples)));
    return value(
        metric, batch, Predictions.of(Map.of(output, pick(outputs(1), examples))), teacher);
  }

  /** Example i counts i modulo 3 times. */
  private static HostTensor weights(int... examples) {
    int[] weights = Arrays.stream(examples).map(example -> example % 3).toArray();
    return HostTensor.ofInts(Shape.of(weights.length), weights);
  }

  private static int[] everyOne() {
    return IntStream.range(0, EXAMPLES).toArray();
  }

  @ParameterizedTest
  @MethodSource("all")
  @DisplayName("read one head of several, and have its name")
  void heads(Metric metric) {
    Metric head = Metrics.forHead(metric, "colour", "colours");
    assertThat(head.name()).isEqualTo(metric.name() + ".colour");
    assertThat(head.goal()).isEqualTo(metric.goal());
    assertThat(head.needs()).isEqualTo(metric.needs());
    assertThat(head.labels()).isEqualTo(metric.labels().map(usual -> "colours"));
    assertThat(of(head, "colour", "colours", everyOne()))
        .isFinite()
        .isEqualTo(of(metric, Outputs.LOGITS, Batch.LABELS, everyOne()));
    assertThat(Metrics.forHead(metric, Outputs.LOGITS, "fine").name())
        .isEqualTo(metric.name() + ".fine");
  }

  @ParameterizedTest
  @MethodSource("all")
  @DisplayName("with weights are those of examples that are there so often")
  void weights(Metric metric) {
    Metric weighted = Metrics.weighted(metric, "weight");
    int[] repeated =
        IntStream.range(0, EXAMPLES)
            .flatMap(example -> IntStream.generate(() -> example).limit(example % 3))
            .toArray();
    assertThat(of(weighted, Outputs.LOGITS, Batch.LABELS, everyOne()))
        .isFinite()
        .isCloseTo(of(metric, Outputs.LOGITS, Batch.LABELS, repeated), CLOSE);
    assertThat(Metrics.forHead(weighted, "colour", "colours").name())
        .isEqualTo(metric.name() + ".colour.weight")
        .isEqualTo(Metrics.weighted(Metrics.forHead(metric, "colour", "colours"), "weight").name());
  }

  @Nested
  @DisplayName("leave out padding")
  class OfPadding {
    /** The examples as positions, two sequences of 7 and 5, at length 7 or more. */
    private double padded(Metric metric, int length) {
      HostTensor student = laid(outputs(1), length);
      HostTensor teacher = laid(outputs(2), length);
      Batch batch =
          new Batch(
                  LongStream.range(0, 2).toArray(),
                  Map.of("mask", mask(length)),
                  Map.of(Batch.LABELS, laid(labels(metric), length)))
              .withPadding(Optional.of("mask"));
      return value(metric, batch, Predictions.logits(student), Predictions.logits(teacher));
    }

    private HostTensor laid(HostTensor all, int length) {
      int[] order =
          IntStream.range(0, 2 * length)
              .map(i -> i < length ? Math.min(i, 6) : Math.min(7 + i - length, 11))
              .toArray();
      int[] dims = all.shape().withoutBatch().prepend(length).prepend(2).dims();
      return pick(all, order).reshape(Shape.of(dims));
    }

    private HostTensor mask(int length) {
      int[] mask =
          IntStream.range(0, 2 * length)
              .map(i -> i % length < (i < length ? 7 : 5) ? 1 : 0)
              .toArray();
      return HostTensor.ofInts(Shape.of(2, length), mask);
    }

    static Stream<Metric> all() {
      return HeadMetricsTest.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    @DisplayName("of positions")
    void positions(Metric metric) {
      double wanted = of(metric, Outputs.LOGITS, Batch.LABELS, everyOne());
      for (int length : new int[] {7, 10}) {
        assertThat(padded(metric, length)).isCloseTo(wanted, CLOSE);
      }
    }

    @Test
    @DisplayName("and not values of examples that are as many as the positions of a batch")
    void values() {
      Metric.Accumulator sum = NumberMetrics.mae().start();
      for (int length : new int[] {3, 4}) {
        Batch batch =
            new Batch(
                    new long[1],
                    Map.of("mask", HostTensor.ofInts(Shape.of(1, length), new int[length])),
                    Map.of(Batch.LABELS, HostTensor.ofFloats(Shape.of(1, 3), 1, 2, 3)))
                .withPadding(Optional.of("mask"));
        HostTensor zeros = HostTensor.ofFloats(Shape.of(1, 3), 0, 0, 0);
        sum.add(batch, Predictions.logits(zeros), List.of());
      }
      assertThat(sum.value()).isEqualTo(2);
    }
  }
}
