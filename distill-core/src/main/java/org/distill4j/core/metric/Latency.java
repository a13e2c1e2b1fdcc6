package org.distill4j.core.metric;

import java.util.Arrays;
import java.util.Map;
import org.distill4j.model.Inputs;
import org.distill4j.model.Predictor;
import org.distill4j.tensor.HostTensor;

/**
 * The time of one prediction, from host values to host values.
 *
 * @param p50Micros the median in microseconds
 * @param p99Micros the 99th percentile in microseconds
 */
public record Latency(double p50Micros, double p99Micros) {
  private static final int WARM_UP = 200;
  private static final int RUNS = 1000;

  /**
   * Measures 1,000 predictions after 200 that do not count.
   *
   * @param model the model
   * @param input one example or a batch, (batch, …), for a model of one input
   * @return the percentiles
   */
  public static Latency measure(Predictor model, HostTensor input) {
    return measure(model, Map.of(Inputs.INPUT, input));
  }

  /**
   * Measures 1,000 predictions of a model of several inputs after 200 that do not count.
   *
   * @param model the model
   * @param inputs one example or a batch by name, each (batch, …)
   * @return the percentiles
   */
  public static Latency measure(Predictor model, Map<String, HostTensor> inputs) {
    for (int i = 0; i < WARM_UP; i++) {
      model.predict(inputs);
    }
    long[] nanos = new long[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      model.predict(inputs);
      nanos[i] = System.nanoTime() - start;
    }
    return of(nanos);
  }

  static Latency of(long... nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Latency(percentile(sorted, 0.50), percentile(sorted, 0.99));
  }

  /** Returns the smallest value that the given share of values does not exceed. */
  private static double percentile(long[] sorted, double share) {
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[index] / 1000.0;
  }
}
