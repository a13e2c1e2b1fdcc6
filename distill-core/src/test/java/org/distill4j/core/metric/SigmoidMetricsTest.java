package org.distill4j.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.distill4j.core.metric.ClassifierBatches.labels;
import static org.distill4j.core.metric.ClassifierBatches.logits;
import static org.distill4j.core.metric.ClassifierBatches.row;
import static org.distill4j.core.metric.ClassifierBatches.value;

import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.inference.MannWhitneyUTest;
import org.assertj.core.data.Offset;
import org.distill4j.core.loss.SigmoidDistillationLoss.Task;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.Metric;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("The metrics of sigmoids")
class SigmoidMetricsTest {
  private static final Offset<Double> CLOSE = within(1e-7);
  private static final double LN3 = Math.log(3);

  private static Batch many(int width, int... labels) {
    int rows = labels.length / width;
    return ClassifierBatches.batch(
        rows, Map.of(Batch.LABELS, HostTensor.ofInts(Shape.of(rows, width), labels)));
  }

  @Nested
  @DisplayName("of a single logit")
  class Single {
    /** Says yes, yes, no, no and yes where the truth is yes, no, yes, no and unknown. */
    private final Predictions model = logits(row(LN3), row(1), row(-1), row(-LN3), row(5));

    private double of(Metric metric) {
      return value(metric, labels(1, 0, 1, 0, -1), model);
    }

    @Test
    @DisplayName("count what is said and what holds, without the unknown")
    void counts() {
      assertThat(of(SigmoidMetrics.accuracy(Task.BINARY))).isEqualTo(0.5);
      assertThat(of(SigmoidMetrics.exactMatch(Task.BINARY))).isEqualTo(0.5);
      for (Average average : Average.values()) {
        assertThat(of(SigmoidMetrics.precision(Task.BINARY, average))).isEqualTo(0.5);
        assertThat(of(SigmoidMetrics.recall(Task.BINARY, average))).isEqualTo(0.5);
        assertThat(of(SigmoidMetrics.f1(Task.BINARY, average))).isEqualTo(0.5);
      }
      assertThat(SigmoidMetrics.f1(Task.BINARY, Average.MACRO).name()).isEqualTo("binaryF1");
    }

    @Test
    @DisplayName("rank, and measure the surprise")
    void scores() {
      // Of the four pairs of a yes and a no, (ln 3, 1), (ln 3, −ln 3) and (−1, −ln 3) are right.
      assertThat(of(SigmoidMetrics.auroc(Task.BINARY))).isEqualTo(0.75);
      assertThat(of(SigmoidMetrics.averagePrecision(Task.BINARY)))
          .isCloseTo((1 + 2.0 / 3) / 2, CLOSE);
      double certain = Math.log(4 / 3.0);
      double wrong = Math.log(1 + Math.E);
      assertThat(of(SigmoidMetrics.crossEntropy(Task.BINARY)))
          .isCloseTo((2 * certain + 2 * wrong) / 4, CLOSE);
    }

    @Test
    @DisplayName("are NaN where nothing counts or a logit is not a number")
    void nothing() {
      for (Metric metric :
          new Metric[] {
            SigmoidMetrics.accuracy(Task.BINARY),
            SigmoidMetrics.f1(Task.BINARY, Average.MICRO),
            SigmoidMetrics.auroc(Task.BINARY)
          }) {
        assertThat(value(metric, labels(-1), logits(row(1)))).isNaN();
        assertThat(value(metric, labels(1, 0), logits(row(Double.NaN), row(1)))).isNaN();
      }
    }

    @Test
    @DisplayName("rank as an independent library's statistic U does")
    void independent() {
      SplittableRandom random = new SplittableRandom(3);
      double[] yes = random.doubles(40, 0, 2).toArray();
      double[] no = random.doubles(70, -1, 1).toArray();
      int[] labels = new int[110];
      double[][] rows = new double[110][];
      for (int i = 0; i < 110; i++) {
        labels[i] = i < 40 ? 1 : 0;
        rows[i] = row((float) (i < 40 ? yes[i] : no[i - 40]));
      }
      double auroc = value(SigmoidMetrics.auroc(Task.BINARY), labels(labels), logits(rows));
      double u = new MannWhitneyUTest().mannWhitneyU(yes, no) / (40.0 * 70);
      assertThat(Math.max(auroc, 1 - auroc)).isCloseTo(u, CLOSE);
    }
  }

  @Nested
  @DisplayName("of many labels")
  class Many {
    /** Says (yes, no), (yes, yes) and (no, no). */
    private final Predictions model = logits(row(2, -1), row(1, 3), row(-2, -3));

    private double of(Metric metric) {
      return value(metric, many(2, 1, 0, 0, 1, 1, -1), model);
    }

    @Test
    @DisplayName("count each known label, or examples whose labels are all right")
    void counts() {
      assertThat(of(SigmoidMetrics.accuracy(Task.MULTI_LABEL))).isEqualTo(3 / 5.0);
      assertThat(of(SigmoidMetrics.exactMatch(Task.MULTI_LABEL))).isEqualTo(1 / 3.0);
    }

    @Test
    @DisplayName("average over labels")
    void averages() {
      // F1 of the first label: 1 hit, 2 said, 2 hold; of the second 1, 1 and 1.
      assertThat(of(SigmoidMetrics.f1(Task.MULTI_LABEL, Average.MACRO))).isEqualTo(0.75);
      assertThat(of(SigmoidMetrics.f1(Task.MULTI_LABEL, Average.MICRO)))
          .isCloseTo(2 * 2 / 6.0, CLOSE);
      assertThat(of(SigmoidMetrics.f1(Task.MULTI_LABEL, Average.WEIGHTED)))
          .isCloseTo((2 * 0.5 + 1) / 3, CLOSE);
      assertThat(SigmoidMetrics.f1(Task.MULTI_LABEL, Average.MACRO).name())
          .isEqualTo("multiLabelF1Macro");
      // The first: (2, 1) and (−2, 1) for yes and no; the second is right.
      assertThat(of(SigmoidMetrics.auroc(Task.MULTI_LABEL))).isEqualTo((0.5 + 1) / 2);
    }

    @Test
    @DisplayName("refuse labels of classes")
    void classes() {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> value(SigmoidMetrics.accuracy(Task.MULTI_LABEL), labels(1, 0, 1), model))
          .withMessageContaining("expected FLOAT32 logits and one label for each");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  value(
                      SigmoidMetrics.accuracy(Task.MULTI_LABEL), many(2, 1, 7, 0, 1, 1, 0), model))
          .withMessageContaining("hold 7.0 for example 100, expected a number in [0, 1]");
    }
  }

  @Nested
  @DisplayName("and of classes, with weights")
  class Weights {
    private final Predictions model = logits(row(9, 0), row(0, 9), row(0, 9), row(9, 0));

    private double of(Metric metric, double... weights) {
      float[] floats = new float[weights.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) weights[i];
      }
      HostTensor labels = HostTensor.ofInts(Shape.of(4), 0, 1, 0, 1);
      HostTensor weight = HostTensor.ofFloats(Shape.of(floats.length), floats);
      Batch batch = ClassifierBatches.batch(4, Map.of(Batch.LABELS, labels, "w", weight));
      return value(Metrics.weighted(metric, "w"), batch, model);
    }

    @Test
    @DisplayName("count so much, and 0 not at all")
    void weights() {
      assertThat(of(Metrics.accuracy(), 3, 1, 1, 0)).isEqualTo(4 / 5.0);
      assertThat(of(Metrics.errors(), 3, 1, 1, 2)).isEqualTo(3);
      assertThat(of(Metrics.recall(0), 3, 1, 1, 0)).isEqualTo(3 / 4.0);
      assertThat(Metrics.weighted(Metrics.accuracy(), "w").name()).isEqualTo("accuracy.w");
    }

    @Test
    @DisplayName("count so for numbers too, and 0 leaves out what is missing")
    void numbers() {
      Predictions outputs = logits(row(1), row(2), row(4), row(Double.NaN));
      HostTensor wanted = HostTensor.ofFloats(Shape.of(4), 2, 2, 1, 9);
      HostTensor weight = HostTensor.ofFloats(Shape.of(4), 1, 2, 1, 0);
      Batch batch = ClassifierBatches.batch(4, Map.of(Batch.LABELS, wanted, "w", weight));
      // Errors −1, 0, 3 and labels of mean 7/4 and squared spread 3/16.
      assertThat(value(Metrics.weighted(NumberMetrics.rmse(), "w"), batch, outputs))
          .isCloseTo(Math.sqrt(10 / 4.0), CLOSE);
      assertThat(value(Metrics.weighted(NumberMetrics.mae(), "w"), batch, outputs)).isEqualTo(1);
      assertThat(value(Metrics.weighted(NumberMetrics.r2(), "w"), batch, outputs))
          .isCloseTo(1 - (10 / 4.0) / (3 / 16.0), CLOSE);
      assertThat(Metrics.weighted(NumberMetrics.rmse(), "w").name()).isEqualTo("rmse.w");
    }

    @Test
    @DisplayName("refuse weights that are negative, and metrics that have none")
    void refused() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> of(Metrics.accuracy(), 1, -1, 1, 1))
          .withMessageContaining("The weight \"w\" is -1.0 for example 101");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> of(Metrics.accuracy(), 1, 1, 1))
          .withMessageContaining("rows");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Metrics.weighted(new Own(), "w"))
          .withMessage(
              "The metric own was given the weights \"w\", expected a metric of Metrics,"
                  + " SigmoidMetrics or NumberMetrics.\n"
                  + "Maybe it reads what it is to measure from its own arguments.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Metrics.forHead(new Own(), "colour", "labels"))
          .withMessageContaining("was given the output \"colour\", expected a metric of");
    }
  }

  /** A metric of a user's. */
  private record Own() implements Metric {
    @Override
    public String name() {
      return "own";
    }

    @Override
    public Goal goal() {
      return Goal.MAXIMIZE;
    }

    @Override
    public Accumulator start() {
      throw new UnsupportedOperationException();
    }
  }
}
