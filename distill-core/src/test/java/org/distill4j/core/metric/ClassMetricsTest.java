package org.distill4j.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.distill4j.core.metric.ClassifierBatches.labels;
import static org.distill4j.core.metric.ClassifierBatches.logits;
import static org.distill4j.core.metric.ClassifierBatches.row;
import static org.distill4j.core.metric.ClassifierBatches.value;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.inference.MannWhitneyUTest;
import org.assertj.core.data.Offset;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.Metric;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("The metrics of single classes")
class ClassMetricsTest {
  private static final Offset<Double> CLOSE = within(1e-9);

  /** Top classes 0, 0, 1, 1, 2, 0 for the labels 0, 1, 1, 1, 0, −1; class 3 never occurs. */
  private static final Predictions MODEL =
      logits(
          row(9, 0, 0, 0),
          row(9, 0, 0, 0),
          row(0, 9, 0, 0),
          row(0, 9, 0, 0),
          row(0, 0, 9, 0),
          row(9, 0, 0, 0));

  private static final Batch LABELS = labels(0, 1, 1, 1, 0, -1);

  private static double of(Metric metric) {
    return value(metric, LABELS, MODEL);
  }

  @Nested
  @DisplayName("that follow from how classes are taken for each other")
  class Confused {
    @Test
    @DisplayName("are precision, recall, F1 and IoU of a class")
    void ofClass() {
      assertThat(of(Metrics.precision(0))).isEqualTo(1.0 / 2);
      assertThat(of(Metrics.recall(0))).isEqualTo(1.0 / 2);
      assertThat(of(Metrics.precision(1))).isEqualTo(1);
      assertThat(of(Metrics.recall(1))).isEqualTo(2.0 / 3);
      assertThat(of(Metrics.f1(1))).isEqualTo(4.0 / 5);
      assertThat(of(Metrics.iou(0))).isEqualTo(1.0 / 3);
      assertThat(of(Metrics.precision(2))).isZero();
      assertThat(of(Metrics.recall(2))).isZero();
      assertThat(of(Metrics.f1(3))).isNaN();
      assertThat(of(Metrics.f1(99))).isNaN();
      assertThat(Metrics.recall(2).name()).isEqualTo("recallClass2");
    }

    @Test
    @DisplayName("and their averages over the classes that occur")
    void averages() {
      assertThat(of(Metrics.precision(Average.MACRO))).isCloseTo((0.5 + 1 + 0) / 3, CLOSE);
      assertThat(of(Metrics.recall(Average.WEIGHTED)))
          .isCloseTo((2 * 0.5 + 3 * 2.0 / 3) / 5, CLOSE);
      assertThat(of(Metrics.f1(Average.MICRO))).isEqualTo(3.0 / 5);
      assertThat(of(Metrics.iou())).isCloseTo((1.0 / 3 + 2.0 / 3 + 0) / 3, CLOSE);
      assertThat(of(Metrics.balancedAccuracy())).isCloseTo((0.5 + 2.0 / 3) / 2, CLOSE);
      assertThat(Metrics.f1(Average.MACRO).name()).isEqualTo("f1Macro");
    }

    @Test
    @DisplayName("over several batches, and over positions within an example")
    void batches() {
      Metric.Accumulator sum = Metrics.f1(Average.MACRO).start();
      sum.add(labels(0, 1), logits(row(9, 0, 0), row(9, 0, 0)), List.of());
      sum.add(labels(1), logits(row(0, 9, 0)), List.of());
      Batch pixels =
          ClassifierBatches.batch(1, Map.of("labels", HostTensor.ofInts(Shape.of(1, 3), 0, 1, 1)));
      Predictions maps =
          Predictions.logits(HostTensor.ofFloats(Shape.of(1, 3, 2), 9, 0, 9, 0, 0, 9));

      assertThat(sum.value()).isCloseTo(2.0 / 3, CLOSE);
      assertThat(value(Metrics.iou(), pixels, maps)).isEqualTo(0.5);
      assertThat(value(Metrics.accuracy(), pixels, maps)).isCloseTo(2.0 / 3, CLOSE);
    }

    @Test
    @DisplayName("are NaN where nothing counts, or a logit is none")
    void nothing() {
      for (Metric metric :
          List.of(
              Metrics.f1(Average.MACRO),
              Metrics.f1(Average.MICRO),
              Metrics.recall(0),
              Metrics.balancedAccuracy(),
              Metrics.auroc(),
              Metrics.auroc(0),
              Metrics.averagePrecision())) {
        assertThat(value(metric, labels(-1), logits(row(1, 0)))).as(metric.name()).isNaN();
        assertThat(value(metric, labels(0, 1), logits(row(Double.NaN, 0), row(0, 1))))
            .as(metric.name())
            .isNaN();
        assertThat(metric.labels()).contains("labels");
      }
    }
  }

  @Nested
  @DisplayName("that follow from ranks")
  class Ranked {
    /** Scores of class 1: 0.1 (0), 0.4 (0), 0.35 (1), 0.8 (1), the example of many textbooks. */
    private final Predictions model =
        ClassifierBatches.probabilities(
            row(0.9, 0.1), row(0.6, 0.4), row(0.65, 0.35), row(0.2, 0.8));

    @Test
    @DisplayName("are AUROC and average precision")
    void byHand() {
      // Pairs: 0.35 > 0.1, 0.8 > 0.1, 0.8 > 0.4, but 0.35 < 0.4. Precision 1 at recall ½, ⅔ at 1.
      assertThat(value(Metrics.auroc(1), labels(0, 0, 1, 1), model)).isEqualTo(0.75);
      assertThat(value(Metrics.averagePrecision(1), labels(0, 0, 1, 1), model))
          .isCloseTo(0.5 + 0.5 * 2 / 3, CLOSE);
      assertThat(value(Metrics.auroc(), labels(0, 0, 1, 1), model)).isEqualTo(0.75);
    }

    @Test
    @DisplayName("where a tie counts half, and what rounds to 1 is not a tie")
    void ties() {
      assertThat(value(Metrics.auroc(1), labels(0, 1), logits(row(0, 3), row(0, 3))))
          .isEqualTo(0.5);
      assertThat(value(Metrics.averagePrecision(1), labels(0, 1), logits(row(0, 3), row(0, 3))))
          .isEqualTo(0.5);
      assertThat(value(Metrics.auroc(1), labels(0, 1), logits(row(0, 80), row(0, 90))))
          .isEqualTo(1);
    }

    @Test
    @DisplayName("as commons-math computes them")
    void independent() {
      SplittableRandom random = new SplittableRandom(3);
      int count = 200;
      double[][] rows = new double[count][];
      int[] labels = new int[count];
      for (int i = 0; i < count; i++) {
        labels[i] = random.nextInt(2);
        rows[i] = row(0, Math.rint(4 * (random.nextDouble() + 0.3 * labels[i])));
      }
      double[] positive = scores(rows, labels, 1);
      double[] negative = scores(rows, labels, 0);
      double pairs = (double) positive.length * negative.length;

      // It gives the larger of both sides' U.
      double wanted = new MannWhitneyUTest().mannWhitneyU(positive, negative) / pairs;

      assertThat(value(Metrics.auroc(1), labels(labels), logits(rows))).isCloseTo(wanted, CLOSE);
    }

    private static double[] scores(double[][] rows, int[] labels, int wanted) {
      return IntStream.range(0, labels.length)
          .filter(i -> labels[i] == wanted)
          .mapToDouble(i -> rows[i][1])
          .toArray();
    }
  }

  @Test
  @DisplayName("count a label among the k largest logits, the first of equal ones")
  void topK() {
    Predictions model = logits(row(1, 3, 2), row(1, 1, 1), row(5, 4, 3));
    assertThat(value(Metrics.topKAccuracy(1), labels(1, 1, 2), model)).isCloseTo(1.0 / 3, CLOSE);
    assertThat(value(Metrics.topKAccuracy(2), labels(2, 1, 2), model)).isCloseTo(2.0 / 3, CLOSE);
    assertThat(value(Metrics.topKAccuracy(9), labels(0, 1, 2), model)).isEqualTo(1);
    assertThat(Metrics.topKAccuracy(5).name()).isEqualTo("top5Accuracy");
  }

  @Test
  @DisplayName("are refused for what cannot be")
  void refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metrics.topKAccuracy(0))
        .withMessageContaining("k = 0, expected at least 1.\nMaybe ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metrics.recall(-1))
        .withMessageContaining("class -1, expected at least 0.\nMaybe ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> value(Metrics.auroc(4), LABELS, MODEL))
        .withMessageContaining("aurocClass4 is of class 4, expected one below 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> value(Metrics.accuracy(), labels(-100), logits(row(1, 2))))
        .withMessageContaining("Maybe it means no label, which is -1 here.");
  }

  @Test
  @DisplayName("need a label somewhere in the data")
  void labelCheck() {
    HostTensor inputs = HostTensor.ofFloats(Shape.of(300, 1), new float[300]);
    int[] none = new int[300];
    Arrays.fill(none, -1);
    int[] last = none.clone();
    last[299] = 0;
    List<Metric> metrics = List.of(Metrics.accuracy(), Metrics.recall(0));

    LabelCheck.require(data(inputs, last), metrics);
    LabelCheck.require(data(inputs, none), List.of(Metrics.agreement()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelCheck.require(data(inputs, none), metrics))
        .withMessageStartingWith(
            "The metric accuracy needs labels \"labels\", and none of 300 examples to measure on"
                + " has one, expected at least one.\nMaybe ");
  }

  private static Dataset data(HostTensor inputs, int... labels) {
    return InMemoryDataset.of(inputs, HostTensor.ofInts(Shape.of(labels.length), labels));
  }
}
