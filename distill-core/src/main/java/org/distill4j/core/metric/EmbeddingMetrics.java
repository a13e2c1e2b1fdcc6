package org.distill4j.core.metric;

import org.distill4j.train.Metric;

/**
 * Metrics that compare the embeddings of a model with those of its teachers: not number by number,
 * but by which examples are near each other, by cosines. Widths may differ. Outputs are (batch,
 * width). Of several teachers, the mean of their cosines counts. A vector of zeros has the cosine 0
 * with all; where an output is not a number, or there are too few examples to compare, the value is
 * NaN. The mean cosine of embeddings of one width is {@link NumberMetrics#cosineToTeacher}.
 *
 * <p>All embeddings are held until the metric is asked, 4 bytes for each number.
 */
public final class EmbeddingMetrics {
  private EmbeddingMetrics() {}

  /**
   * Returns {@link #pairSpearman(String, String)} of one output of both.
   *
   * @param output the output's name
   * @return the metric
   */
  public static Metric pairSpearman(String output) {
    return pairSpearman(output, output);
  }

  /**
   * Returns Spearman's correlation between the model's cosines of pairs of examples and the
   * teachers': of all pairs, or of 100,000 that are drawn from a fixed seed where there are more.
   *
   * @param student the name of the model's output
   * @param teacher the name of the teachers' output
   * @return the metric, called "pairSpearman" and the model's output
   */
  public static Metric pairSpearman(String student, String teacher) {
    return new EmbeddingMetric("pairSpearman", student, teacher, PairCosines::spearman);
  }

  /**
   * Returns {@link #neighbourOverlap(String, String, int)} of one output of both.
   *
   * @param output the output's name
   * @param k how many neighbours, at least 1
   * @return the metric
   * @throws IllegalArgumentException if k is below 1
   */
  public static Metric neighbourOverlap(String output, int k) {
    return neighbourOverlap(output, output, k);
  }

  /**
   * Returns the share of an example's k nearest neighbours that model and teachers have in common,
   * averaged over all examples, or over 1,000 of them at equal distances where there are more.
   * Neighbours are sought among all examples; of equally near ones the first count.
   *
   * @param student the name of the model's output
   * @param teacher the name of the teachers' output
   * @param k how many neighbours, at least 1
   * @return the metric, called "neighbourOverlap", k and the model's output
   * @throws IllegalArgumentException if k is below 1
   */
  public static Metric neighbourOverlap(String student, String teacher, int k) {
    if (k < 1) {
      throw new IllegalArgumentException(
          "The number of neighbours is " + k + ", expected at least 1.\nMaybe 10 was meant.");
    }
    return new EmbeddingMetric(
        "neighbourOverlap" + k, student, teacher, cosines -> cosines.overlap(k));
  }
}
