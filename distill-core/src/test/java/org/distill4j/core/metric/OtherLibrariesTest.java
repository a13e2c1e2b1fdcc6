package org.distill4j.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.distill4j.core.metric.ClassifierBatches.labels;
import static org.distill4j.core.metric.ClassifierBatches.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.apache.commons.math3.util.MathArrays;
import org.assertj.core.data.Offset;
import org.distill4j.core.loss.SigmoidDistillationLoss.Task;
import org.distill4j.data.Batch;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.Metric;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.MutableOutputInfo;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.ConfusionMetrics;
import org.tribuo.classification.evaluation.LabelConfusionMatrix;
import org.tribuo.classification.evaluation.LabelEvaluationUtil;
import org.tribuo.evaluation.metrics.EvaluationMetric;
import org.tribuo.evaluation.metrics.MetricTarget;
import org.tribuo.impl.ArrayExample;

@DisplayName("Metrics are as other libraries compute them:")
class OtherLibrariesTest {
  private static final Offset<Double> CLOSE = within(1e-9);
  private static final int COUNT = 120;

  @Nested
  @DisplayName("of numbers, commons-math")
  class Numbers {
    private final float[] values = new float[COUNT];
    private final float[] wanted = new float[COUNT];

    Numbers() {
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < COUNT; i++) {
        // Tenths, so that some are equal.
        values[i] = Math.round(random.nextDouble(-30, 30)) / 10f;
        wanted[i] = Math.round(5 * values[i] + random.nextDouble(-40, 40)) / 10f;
      }
    }

    private double of(Metric metric, float... outputs) {
      Batch batch =
          ClassifierBatches.batch(
              COUNT, Map.of(Batch.LABELS, HostTensor.ofFloats(Shape.of(COUNT), wanted)));
      return value(
          metric, batch, Predictions.logits(HostTensor.ofFloats(Shape.of(COUNT, 1), outputs)));
    }

    private static double[] doubles(float... values) {
      return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    @Test
    @DisplayName("Spearman's correlation, with ties")
    void spearman() {
      double other = new SpearmansCorrelation().correlation(doubles(values), doubles(wanted));
      assertThat(of(NumberMetrics.spearman(), values)).isCloseTo(other, CLOSE);
    }

    @Test
    @DisplayName("RMSE and MAE, as distances")
    void errors() {
      double squares = MathArrays.distance(doubles(values), doubles(wanted)) / Math.sqrt(COUNT);
      double lines = MathArrays.distance1(doubles(values), doubles(wanted)) / COUNT;
      assertThat(of(NumberMetrics.rmse(), values)).isCloseTo(squares, CLOSE);
      assertThat(of(NumberMetrics.mae(), values)).isCloseTo(lines, CLOSE);
    }

    @Test
    @DisplayName("R² and RMSE of a fitted line")
    void determination() {
      SimpleRegression line = new SimpleRegression();
      double[][] inputs = new double[COUNT][];
      for (int i = 0; i < COUNT; i++) {
        line.addData(values[i], wanted[i]);
        inputs[i] = new double[] {values[i]};
      }
      float[] fitted = new float[COUNT];
      for (int i = 0; i < COUNT; i++) {
        fitted[i] = (float) line.predict(values[i]);
      }
      OLSMultipleLinearRegression other = new OLSMultipleLinearRegression();
      other.newSampleData(doubles(wanted), inputs);
      assertThat(of(NumberMetrics.r2(), fitted))
          .isCloseTo(line.getRSquare(), within(1e-6))
          .isCloseTo(other.calculateRSquared(), within(1e-6));
      assertThat(of(NumberMetrics.rmse(), fitted))
          .isCloseTo(Math.sqrt(line.getSumSquaredErrors() / COUNT), within(1e-6));
    }

    @Test
    @DisplayName("the cosine of an example, as one less half a squared distance of directions")
    void cosine() {
      double[] ours = doubles(Arrays.copyOf(values, 6));
      double[] theirs = doubles(Arrays.copyOf(wanted, 6));
      double apart =
          MathArrays.distance(
              MathArrays.scale(1 / MathArrays.safeNorm(ours), ours),
              MathArrays.scale(1 / MathArrays.safeNorm(theirs), theirs));
      Batch batch =
          ClassifierBatches.batch(
              1,
              Map.of(Batch.LABELS, HostTensor.ofFloats(Shape.of(1, 6), Arrays.copyOf(wanted, 6))));
      Predictions outputs =
          Predictions.logits(HostTensor.ofFloats(Shape.of(1, 6), Arrays.copyOf(values, 6)));
      assertThat(value(NumberMetrics.cosine(Outputs.LOGITS, Batch.LABELS), batch, outputs))
          .isCloseTo(1 - apart * apart / 2, CLOSE);
    }
  }

  @Nested
  @DisplayName("of classes, Tribuo")
  class Classes {
    private static final int CLASSES = 4;

    private final int[] labels = new int[COUNT];
    private final double[][] logits = new double[COUNT][CLASSES];
    private final LabelConfusionMatrix matrix;

    Classes() {
      SplittableRandom random = new SplittableRandom(2);
      for (int i = 0; i < COUNT; i++) {
        labels[i] = random.nextInt(CLASSES);
        for (int c = 0; c < CLASSES; c++) {
          logits[i][c] = random.nextDouble(-1, 1) + (c == labels[i] ? 0.6 : 0);
        }
      }
      matrix = matrix();
    }

    private LabelConfusionMatrix matrix() {
      MutableOutputInfo<Label> seen = new LabelFactory().generateInfo();
      IntStream.range(0, CLASSES).forEach(c -> seen.observe(label(c)));
      ImmutableOutputInfo<Label> domain = seen.generateImmutableOutputInfo();
      List<Prediction<Label>> predictions = new ArrayList<>();
      for (int i = 0; i < COUNT; i++) {
        ArrayExample<Label> example = new ArrayExample<>(label(labels[i]));
        example.add("x", 1);
        predictions.add(new Prediction<>(label(LogitRows.argmax(logits[i])), 1, example));
      }
      return new LabelConfusionMatrix(domain, predictions);
    }

    private static Label label(int c) {
      return new Label("class" + c);
    }

    private double of(Metric metric) {
      return value(metric, labels(labels), ClassifierBatches.logits(logits));
    }

    private static MetricTarget<Label> average(EvaluationMetric.Average average) {
      return new MetricTarget<>(average);
    }

    @Test
    @DisplayName("precision, recall and F1 of each class")
    void ofClass() {
      for (int c = 0; c < CLASSES; c++) {
        MetricTarget<Label> target = new MetricTarget<>(label(c));
        assertThat(of(Metrics.precision(c)))
            .isCloseTo(ConfusionMetrics.precision(target, matrix), CLOSE);
        assertThat(of(Metrics.recall(c))).isCloseTo(ConfusionMetrics.recall(target, matrix), CLOSE);
        assertThat(of(Metrics.f1(c))).isCloseTo(ConfusionMetrics.f1(target, matrix), CLOSE);
      }
    }

    @Test
    @DisplayName("their averages, accuracy and balanced accuracy")
    void averages() {
      MetricTarget<Label> macro = average(EvaluationMetric.Average.MACRO);
      MetricTarget<Label> micro = average(EvaluationMetric.Average.MICRO);
      assertThat(of(Metrics.precision(Average.MACRO)))
          .isCloseTo(ConfusionMetrics.precision(macro, matrix), CLOSE);
      assertThat(of(Metrics.recall(Average.MACRO)))
          .isCloseTo(ConfusionMetrics.recall(macro, matrix), CLOSE);
      double meanF1 =
          IntStream.range(0, CLASSES)
              .mapToDouble(c -> ConfusionMetrics.f1(new MetricTarget<>(label(c)), matrix))
              .average()
              .orElseThrow();
      assertThat(of(Metrics.f1(Average.MACRO))).isCloseTo(meanF1, CLOSE);
      assertThat(of(Metrics.f1(Average.MICRO)))
          .isCloseTo(ConfusionMetrics.f1(micro, matrix), CLOSE);
      assertThat(of(Metrics.accuracy()))
          .isCloseTo(ConfusionMetrics.accuracy(EvaluationMetric.Average.MICRO, matrix), CLOSE);
      assertThat(of(Metrics.balancedAccuracy()))
          .isCloseTo(1 - ConfusionMetrics.balancedErrorRate(matrix), CLOSE);
    }

    @Test
    @DisplayName("AUROC and average precision, of a class and of a single logit")
    void ranks() {
      double[] scores = IntStream.range(0, COUNT).mapToDouble(i -> (float) logits[i][1]).toArray();
      boolean[] holds = new boolean[COUNT];
      double[][] single = new double[COUNT][];
      double[][] two = new double[COUNT][];
      int[] binary = new int[COUNT];
      for (int i = 0; i < COUNT; i++) {
        holds[i] = labels[i] == 1;
        binary[i] = holds[i] ? 1 : 0;
        single[i] = new double[] {scores[i]};
        two[i] = new double[] {0, scores[i]};
      }
      double auroc = LabelEvaluationUtil.binaryAUCROC(holds, scores);
      double precision = LabelEvaluationUtil.averagedPrecision(holds, scores);
      Predictions one = ClassifierBatches.logits(single);
      assertThat(value(SigmoidMetrics.auroc(Task.BINARY), labels(binary), one))
          .isCloseTo(auroc, CLOSE);
      assertThat(value(SigmoidMetrics.averagePrecision(Task.BINARY), labels(binary), one))
          .isCloseTo(precision, CLOSE);
      Predictions both = ClassifierBatches.logits(two);
      assertThat(value(Metrics.auroc(1), labels(binary), both)).isCloseTo(auroc, CLOSE);
      assertThat(value(Metrics.averagePrecision(1), labels(binary), both))
          .isCloseTo(precision, CLOSE);
    }
  }
}
