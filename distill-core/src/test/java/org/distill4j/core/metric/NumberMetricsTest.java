package org.distill4j.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.assertj.core.data.Offset;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.Metric;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The metrics of numbers")
class NumberMetricsTest {
  private static final Offset<Double> CLOSE = within(1e-6);

  private static Batch labels(Shape shape, float... values) {
    return ClassifierBatches.batch(
        shape.dim(0), Map.of("labels", HostTensor.ofFloats(shape, values)));
  }

  private static Predictions outputs(Shape shape, float... values) {
    return Predictions.logits(HostTensor.ofFloats(shape, values));
  }

  private static double value(Metric metric, float[] outputs, float... labels) {
    Shape column = Shape.of(outputs.length, 1);
    return ClassifierBatches.value(
        metric, labels(Shape.of(labels.length), labels), outputs(column, outputs));
  }

  private static float[] numbers(float... values) {
    return values;
  }

  @Test
  @DisplayName("are RMSE, MAE, R² and Spearman's correlation")
  void byHand() {
    // Errors 1, 0, −2: RMSE √(5/3), MAE 1; labels have mean 3 and Σ 8, so R² = 1 − 5/8.
    float[] outputs = numbers(2, 3, 3);
    assertThat(value(NumberMetrics.rmse(), outputs, 1, 3, 5)).isCloseTo(Math.sqrt(5 / 3.0), CLOSE);
    assertThat(value(NumberMetrics.mae(), outputs, 1, 3, 5)).isCloseTo(1, CLOSE);
    assertThat(value(NumberMetrics.r2(), outputs, 1, 3, 5)).isCloseTo(1 - 5 / 8.0, CLOSE);
    // Ranks 1, 2.5, 2.5 and 1, 2, 3: 1.5 / √(1.5 · 2).
    assertThat(value(NumberMetrics.spearman(), outputs, 1, 3, 5))
        .isCloseTo(1.5 / Math.sqrt(3), CLOSE);
    assertThat(value(NumberMetrics.spearman(), numbers(1, 10, 100), 1, 2, 3)).isEqualTo(1);
  }

  @Test
  @DisplayName("as commons-math computes them")
  void independent() {
    SplittableRandom random = new SplittableRandom(5);
    float[] outputs = new float[50];
    float[] labels = new float[50];
    double[] x = new double[50];
    double[] y = new double[50];
    for (int i = 0; i < 50; i++) {
      y[i] = labels[i] = random.nextInt(20);
      x[i] = outputs[i] = labels[i] + random.nextInt(15);
    }
    SimpleRegression line = new SimpleRegression();
    for (int i = 0; i < 50; i++) {
      line.addData(x[i], y[i]);
    }
    float[] fitted = new float[50];
    for (int i = 0; i < 50; i++) {
      fitted[i] = (float) line.predict(x[i]);
    }

    assertThat(value(NumberMetrics.spearman(), outputs, labels))
        .isCloseTo(new SpearmansCorrelation().correlation(x, y), CLOSE);
    assertThat(value(NumberMetrics.r2(), fitted, labels)).isCloseTo(line.getRSquare(), CLOSE);
    assertThat(value(NumberMetrics.rmse(), fitted, labels))
        .isCloseTo(Math.sqrt(line.getSumSquaredErrors() / 50), CLOSE);
  }

  @Test
  @DisplayName("take several values of an example, and several batches")
  void several() {
    Metric.Accumulator r2 = NumberMetrics.r2().start();
    Shape one = Shape.of(1, 2);
    r2.add(labels(one, 0, 0), outputs(one, 0, 1), List.of());
    r2.add(labels(one, 2, 4), outputs(one, 2, 3), List.of());
    // Column 0 is exact; column 1 has Σ 8 and errors 1 and −1.
    assertThat(r2.value()).isCloseTo((1 + 1 - 2 / 8.0) / 2, CLOSE);
  }

  @Test
  @DisplayName("have the mean cosine, to labels or to the teachers' mean")
  void cosine() {
    Shape shape = Shape.of(2, 2);
    Predictions student = outputs(shape, 1, 0, 3, 4);
    assertThat(
            ClassifierBatches.value(
                NumberMetrics.cosine("logits", "labels"), labels(shape, 0, 2, 6, 8), student))
        .isCloseTo((0 + 1) / 2.0, CLOSE);
    Metric toTeacher = NumberMetrics.cosineToTeacher("logits");
    assertThat(
            ClassifierBatches.value(
                toTeacher,
                labels(shape, 0, 0, 0, 0),
                student,
                outputs(shape, 2, 0, -3, -4),
                outputs(shape, 0, 2, -3, -4)))
        .isCloseTo((Math.sqrt(0.5) - 1) / 2, CLOSE);
    assertThat(toTeacher.needs()).isEqualTo(Metric.Needs.STUDENT_AND_TEACHERS);
    assertThat(toTeacher.goal()).isEqualTo(Metric.Goal.MAXIMIZE);
    assertThat(NumberMetrics.rmse().goal()).isEqualTo(Metric.Goal.MINIMIZE);
  }

  @Test
  @DisplayName("are NaN where they are not defined, and refused for classes")
  void undefined() {
    assertThat(value(NumberMetrics.r2(), numbers(1, 2), 3, 3)).isNaN();
    assertThat(value(NumberMetrics.spearman(), numbers(1, 1), 3, 4)).isNaN();
    assertThat(value(NumberMetrics.mae(), numbers(Float.NaN, 1), 3, 4)).isNaN();
    assertThat(NumberMetrics.rmse().start().value()).isNaN();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ClassifierBatches.value(
                    NumberMetrics.mae(), ClassifierBatches.labels(1), outputs(Shape.of(1, 1), 1)))
        .withMessageContaining("The metric mae compares the output \"logits\"")
        .withMessageContaining("expected FLOAT32 of the same number of values.\nMaybe ");
  }
}
