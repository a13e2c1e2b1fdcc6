package org.distill4j.benchmarks.measure;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The samples of one contender, in the order of repetitions.
 *
 * @param samples the samples
 */
public record ProgramTimes(List<TimeSample> samples) {
  /** {@return the median time by the clock, in microseconds} */
  public double wallMicros() {
    return median(samples.stream().mapToDouble(TimeSample::wall)) / 1e3;
  }

  /** {@return the median time on processors, in microseconds} */
  public double cpuMicros() {
    return median(samples.stream().mapToDouble(TimeSample::cpu)) / 1e3;
  }

  /**
   * How many times as long as another this takes by the clock.
   *
   * @param other what ran in turns with this
   * @return the median of the repetitions' ratios
   */
  public double wallRatio(ProgramTimes other) {
    return ratio(other, TimeSample::wall);
  }

  /**
   * The same on processors.
   *
   * @param other what ran in turns with this
   * @return the median of the repetitions' ratios
   */
  public double cpuRatio(ProgramTimes other) {
    return ratio(other, TimeSample::cpu);
  }

  private double ratio(ProgramTimes other, ToDoubleFunction<TimeSample> part) {
    return median(
        IntStream.range(0, samples.size())
            .mapToDouble(
                i ->
                    part.applyAsDouble(samples.get(i)) / part.applyAsDouble(other.samples.get(i))));
  }

  /**
   * The median.
   *
   * @param values at least one value
   * @return the one in the middle, or the mean of the two in the middle
   */
  public static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
