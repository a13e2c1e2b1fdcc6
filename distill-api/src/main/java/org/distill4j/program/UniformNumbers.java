package org.distill4j.program;

import java.nio.FloatBuffer;

/**
 * Random numbers by their position: the number at (seed, path, step, index) is the same however the
 * rows are split over runs. The mixing function is SplitMix64 (Steele, Lea and Flood 2014, fig.
 * 17).
 */
final class UniformNumbers {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final float UNIT = 0x1p-24f;

  private UniformNumbers() {}

  static void fill(FloatBuffer values, long seed, String path, long step, long firstIndex) {
    long stream = mix(mix(seed + GOLDEN * path.hashCode()) + GOLDEN * (step + 1));
    for (int i = 0; i < values.capacity(); i++) {
      long bits = mix(stream + GOLDEN * (firstIndex + i + 1));
      values.put(i, (bits >>> 40) * UNIT);
    }
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
