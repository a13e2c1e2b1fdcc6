package org.distill4j.conformance;

import java.util.SplittableRandom;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/** Seeded values for tests. */
final class SeededValues {
  private SeededValues() {}

  /** Returns values uniform in [−2, 2). */
  static HostTensor floats(long seed, int... dims) {
    return between(-2, 2, seed, dims);
  }

  /** Returns values uniform in [from, to). */
  static HostTensor between(double from, double to, long seed, int... dims) {
    Shape shape = Shape.of(dims);
    SplittableRandom random = random(seed);
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(from, to);
    }
    return HostTensor.ofFloats(shape, values);
  }

  /** Returns integers in [from, to). */
  static HostTensor ints(int from, int to, long seed, int... dims) {
    Shape shape = Shape.of(dims);
    int[] values = random(seed).ints(shape.size(), from, to).toArray();
    return HostTensor.ofInts(shape, values);
  }

  /** Neighbouring seeds give unrelated streams. */
  private static SplittableRandom random(long seed) {
    return new SplittableRandom(new SplittableRandom(seed).nextLong());
  }
}
