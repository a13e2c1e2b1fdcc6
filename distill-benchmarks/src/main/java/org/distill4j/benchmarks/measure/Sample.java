package org.distill4j.benchmarks.measure;

/**
 * What something took.
 *
 * @param wall nanoseconds by the clock
 * @param cpu nanoseconds on processors, all threads of the process together
 */
public record Sample(double wall, double cpu) {
  Sample plus(Sample other) {
    return new Sample(wall + other.wall, cpu + other.cpu);
  }

  Sample dividedBy(int count) {
    return new Sample(wall / count, cpu / count);
  }
}
