package org.distill4j.benchmarks.measure;

/**
 * One measured time.
 *
 * @param wall nanoseconds by the clock
 * @param cpu nanoseconds on processors, all threads of the process together
 */
public record TimeSample(double wall, double cpu) {
  TimeSample plus(TimeSample other) {
    return new TimeSample(wall + other.wall, cpu + other.cpu);
  }

  TimeSample dividedBy(int count) {
    return new TimeSample(wall / count, cpu / count);
  }
}
