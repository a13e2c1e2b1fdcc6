package org.distill4j.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.Metric;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The metrics of embeddings")
class EmbeddingMetricsTest {
  private static Predictions embeddings(int width, float... values) {
    Shape shape = Shape.of(values.length / width, width);
    return Predictions.of(Map.of("embedding", HostTensor.ofFloats(shape, values)));
  }

  /** Directions in degrees. */
  private static Predictions angles(int... degrees) {
    float[] values = new float[2 * degrees.length];
    for (int i = 0; i < degrees.length; i++) {
      values[2 * i] = (float) (3 * Math.cos(Math.toRadians(degrees[i])));
      values[2 * i + 1] = (float) (3 * Math.sin(Math.toRadians(degrees[i])));
    }
    return embeddings(2, values);
  }

  private static double value(Metric metric, Predictions student, Predictions... teachers) {
    Metric.Accumulator sum = metric.start();
    int rows = student.get("embedding").shape().dim(0);
    sum.add(ClassifierBatches.batch(rows, Map.of()), student, List.of(teachers));
    return sum.value();
  }

  @Test
  @DisplayName("correlate the ranks of the cosines of all pairs")
  void spearman() {
    Metric metric = EmbeddingMetrics.pairSpearman("embedding");
    assertThat(metric.name()).isEqualTo("pairSpearman.embedding");
    // Pairs at 10, 30 and 20 degrees of the student, at 10, 25 and 15 of the teacher: one order.
    assertThat(value(metric, angles(0, 10, 30), angles(0, 10, 25))).isEqualTo(1);
    // At 50, 10 and 40 of another, ranks 1, 3, 2 to 3, 1, 2 of the student's cosines.
    assertThat(value(metric, angles(0, 10, 30), angles(0, 50, 10))).isCloseTo(-1, within(1e-12));
    // At 20, 10 and 30, so that the second and the third pair of three change places.
    assertThat(value(metric, angles(0, 10, 30), angles(0, 20, -10))).isCloseTo(-0.5, within(1e-12));
  }

  @Test
  @DisplayName("share neighbours with the teacher's, whatever the widths are")
  void neighbours() {
    Metric one = EmbeddingMetrics.neighbourOverlap("embedding", 1);
    assertThat(one.name()).isEqualTo("neighbourOverlap1.embedding");
    // The student's nearest are 1, 0, 3, 2; the teacher's 1, 0, 1, 2.
    Predictions student = angles(0, 10, 50, 55);
    Predictions teacher = angles(0, 10, 30, 55);
    assertThat(value(one, student, teacher)).isEqualTo(0.75);
    // With two neighbours, three of four share one with these and the third both.
    Metric two = EmbeddingMetrics.neighbourOverlap("embedding", 2);
    assertThat(value(two, student, angles(0, 40, 50, 10))).isEqualTo(0.625);
    assertThat(value(EmbeddingMetrics.neighbourOverlap("embedding", 9), student, teacher))
        .isEqualTo(1);
    Predictions wide = embeddings(3, 0, 1, 0, 0, 2, 0.1f, 1, 0, 0, 5, 0, 0.1f);
    assertThat(value(one, student, wide)).isEqualTo(1);
  }

  @Test
  @DisplayName("are the same for batches of any size, and take several teachers by their mean")
  void batches() {
    float[] own = random(5, 40 * 8);
    float[] theirs = random(6, 40 * 3);
    for (Metric metric :
        List.of(
            EmbeddingMetrics.pairSpearman("embedding"),
            EmbeddingMetrics.neighbourOverlap("embedding", 3))) {
      double whole = value(metric, embeddings(8, own), embeddings(3, theirs));
      Metric.Accumulator sum = metric.start();
      for (int i = 0; i < 40; i += 10) {
        sum.add(
            ClassifierBatches.batch(10, Map.of()),
            embeddings(8, Arrays.copyOfRange(own, 8 * i, 8 * i + 80)),
            List.of(embeddings(3, Arrays.copyOfRange(theirs, 3 * i, 3 * i + 30))));
      }
      assertThat(sum.value()).isEqualTo(whole).isBetween(-1.0, 1.0);
      Predictions teacher = embeddings(3, theirs);
      assertThat(value(metric, embeddings(8, own), teacher, teacher)).isEqualTo(whole);
    }
  }

  private static float[] random(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  @Test
  @DisplayName("of many examples draw pairs, whose correlation is near that of all")
  void sampled() {
    float[] own = random(1, 600 * 4);
    float[] theirs = new float[own.length];
    float[] noise = random(2, own.length);
    for (int i = 0; i < theirs.length; i++) {
      theirs[i] = own[i] + noise[i];
    }
    double[] given = cosines(own);
    double[] wanted = cosines(theirs);
    double all = new SpearmansCorrelation().correlation(given, wanted);
    double drawn =
        value(
            EmbeddingMetrics.pairSpearman("embedding"), embeddings(4, own), embeddings(4, theirs));
    assertThat(drawn).isCloseTo(all, within(0.01)).isLessThan(0.9);
  }

  private static double[] cosines(float... vectors) {
    int rows = vectors.length / 4;
    return IntStream.range(0, rows)
        .boxed()
        .flatMap(i -> IntStream.range(0, i).mapToObj(j -> cosine(vectors, 4 * i, 4 * j)))
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  private static double cosine(float[] vectors, int a, int b) {
    double product = 0;
    double one = 0;
    double other = 0;
    for (int i = 0; i < 4; i++) {
      product += vectors[a + i] * vectors[b + i];
      one += vectors[a + i] * vectors[a + i];
      other += vectors[b + i] * vectors[b + i];
    }
    return product / Math.sqrt(one * other);
  }

  @Test
  @DisplayName("are NaN where an output is not a number or there is nothing to compare")
  void notNumbers() {
    Metric pairs = EmbeddingMetrics.pairSpearman("embedding");
    Metric near = EmbeddingMetrics.neighbourOverlap("embedding", 1);
    Predictions three = angles(0, 10, 30);
    assertThat(value(pairs, embeddings(2, 1, 2, 3, Float.NaN, 5, 6), three)).isNaN();
    assertThat(value(near, three, embeddings(1, 1, Float.POSITIVE_INFINITY, 3))).isNaN();
    assertThat(value(pairs, angles(0), angles(0))).isNaN();
    assertThat(value(near, angles(0), angles(0))).isNaN();
    assertThat(value(near, embeddings(2, 0, 0, 0, 0, 1, 0), three)).isBetween(0.0, 1.0);
  }

  @Test
  @DisplayName("refuse values of positions, no teacher and no neighbours")
  void wrong() {
    Metric pairs = EmbeddingMetrics.pairSpearman("embedding");
    Predictions tokens =
        Predictions.of(Map.of("embedding", HostTensor.ofFloats(Shape.of(2, 1, 2), 1, 2, 3, 4)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> value(pairs, tokens, angles(0, 1)))
        .withMessageContaining("expected FLOAT32 (batch, width).\nMaybe a pooling over positions");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> value(pairs, angles(0, 1)))
        .withMessageStartingWith("The metric pairSpearman.embedding was given no teachers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EmbeddingMetrics.neighbourOverlap("embedding", 0));
  }
}
