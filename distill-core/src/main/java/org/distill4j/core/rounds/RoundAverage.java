package org.distill4j.core.rounds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.train.LossValues;

/**
 * The average of the workers' results of a round.
 *
 * @param values the mean of each of the workers' values, weighted by their examples
 * @param examples the number of examples of all workers' steps
 * @param loss the mean loss terms over these examples
 * @param longest the time of the worker that took longest
 */
@SuppressWarnings("ArrayRecordComponent") // All values of a model are not copied for neatness.
public record RoundAverage(float[] values, long examples, LossValues loss, Duration longest) {
  /**
   * Averages results in any order of arrival: they are added in the order of their workers, in
   * double precision.
   *
   * @param results what each worker found
   * @return the average
   * @throws IllegalArgumentException if there are none, or a worker is there twice
   */
  public static RoundAverage compute(List<LocalResult> results) {
    List<LocalResult> ordered = new ArrayList<>(results);
    ordered.sort(Comparator.comparingInt(LocalResult::worker));
    requireOnce(ordered);
    long[] examples = ordered.stream().mapToLong(LocalResult::examples).toArray();
    float[][] values = ordered.stream().map(LocalResult::values).toArray(float[][]::new);
    return summary(ordered, mean(values, examples));
  }

  /**
   * Returns the average of results whose values are averaged elsewhere, slice by slice with {@link
   * #mean}.
   *
   * @param ordered what each worker found, in the workers' order; their values play no part
   * @param values the means
   * @return the average
   */
  public static RoundAverage summary(List<LocalResult> ordered, float[] values) {
    long examples = ordered.stream().mapToLong(LocalResult::examples).sum();
    Duration longest =
        ordered.stream().map(LocalResult::time).max(Comparator.naturalOrder()).orElseThrow();
    return new RoundAverage(values, examples, loss(ordered, examples), longest);
  }

  private static void requireOnce(List<LocalResult> ordered) {
    if (ordered.isEmpty()) {
      throw new IllegalArgumentException(
          "A round gave no results, expected one of each worker.\nMaybe no worker was asked.");
    }
    for (int i = 1; i < ordered.size(); i++) {
      if (ordered.get(i - 1).worker() == ordered.get(i).worker()) {
        throw new IllegalArgumentException(
            "Worker "
                + ordered.get(i).worker()
                + " gave two results in a round, expected one.\n"
                + "Maybe a result that came late was counted too.");
      }
    }
  }

  /**
   * Returns the weighted mean of each element, added up in the given order in double precision and
   * rounded once.
   *
   * @param values the workers' values, in the order of the workers, all of one length
   * @param weights the weight of each worker
   * @return the means
   */
  public static float[] mean(float[][] values, long... weights) {
    long all = 0;
    for (long weight : weights) {
      all += weight;
    }
    double[] sums = new double[values[0].length];
    for (int worker = 0; worker < values.length; worker++) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += (double) weights[worker] * values[worker][i];
      }
    }
    float[] mean = new float[sums.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sums[i] / all);
    }
    return mean;
  }

  private static LossValues loss(List<LocalResult> ordered, long examples) {
    Map<String, Double> sums = new LinkedHashMap<>();
    for (LocalResult result : ordered) {
      result
          .loss()
          .asMap()
          .forEach((name, value) -> sums.merge(name, value * result.examples(), Double::sum));
    }
    sums.replaceAll((name, sum) -> sum / examples);
    return new LossValues(sums);
  }
}
