package org.distill4j.jvm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops over rows by Java's Vector API. A lane sums a stretch in single precision, and stretches
 * are summed in double precision. What is left over at a row's end is done in plain loops.
 */
final class VectorRowLoops implements RowLoops {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  /** The elements that are summed in single precision. */
  private static final int STRETCH = 64 * LANES;

  /** Added to a number, this leaves it rounded in the lowest bits. */
  private static final float ROUND = 3 << 22;

  private static final float LOG2_E = (float) (1 / Math.log(2));

  /** The upper bits of the logarithm of 2, whose products with small integers are exact. */
  private static final float LN2_HIGH = Float.intBitsToFloat(0x3f317000);

  private static final float LN2_LOW = (float) (Math.log(2) - LN2_HIGH);

  /** Below this, exp is subnormal, and 0 here. */
  private static final float LOWEST = -87;

  private static final int MANTISSA = 23;
  private static final int ONE = Float.floatToRawIntBits(1);

  private static final VectorShuffle<Float> BY_8 = VectorShuffle.iota(FLOATS, 8, 1, true);
  private static final VectorShuffle<Float> BY_4 = VectorShuffle.iota(FLOATS, 4, 1, true);
  private static final VectorShuffle<Float> BY_2 = VectorShuffle.iota(FLOATS, 2, 1, true);
  private static final VectorShuffle<Float> BY_1 = VectorShuffle.iota(FLOATS, 1, 1, true);

  private final RowLoops plain = new PlainRowLoops();

  @Override
  public float max(float[] x, int from, int n) {
    int whole = FLOATS.loopBound(n);
    if (whole == 0) {
      return plain.max(x, from, n);
    }
    FloatVector max = FloatVector.fromArray(FLOATS, x, from);
    for (int i = LANES; i < whole; i += LANES) {
      max = max.max(FloatVector.fromArray(FLOATS, x, from + i));
    }
    float first = max.reduceLanes(VectorOperators.MAX);
    return whole == n ? first : Math.max(first, plain.max(x, from + whole, n - whole));
  }

  @Override
  public double sum(float[] x, int from, int n) {
    int whole = FLOATS.loopBound(n);
    double sum = plain.sum(x, from + whole, n - whole);
    for (int start = 0; start < whole; start += STRETCH) {
      FloatVector part = FloatVector.zero(FLOATS);
      int end = Math.min(whole, start + STRETCH);
      for (int i = start; i < end; i += LANES) {
        part = part.add(FloatVector.fromArray(FLOATS, x, from + i));
      }
      sum += sum(part);
    }
    return sum;
  }

  @Override
  public double squares(float[] x, float above, int from, int n) {
    int whole = FLOATS.loopBound(n);
    double sum = plain.squares(x, above, from + whole, n - whole);
    for (int start = 0; start < whole; start += STRETCH) {
      FloatVector part = FloatVector.zero(FLOATS);
      int end = Math.min(whole, start + STRETCH);
      for (int i = start; i < end; i += LANES) {
        FloatVector rest = FloatVector.fromArray(FLOATS, x, from + i).sub(above);
        part = rest.fma(rest, part);
      }
      sum += sum(part);
    }
    return sum;
  }

  @Override
  public double dot(float[] x, float[] y, float above, int from, int n) {
    int whole = FLOATS.loopBound(n);
    double sum = plain.dot(x, y, above, from + whole, n - whole);
    for (int start = 0; start < whole; start += STRETCH) {
      FloatVector part = FloatVector.zero(FLOATS);
      int end = Math.min(whole, start + STRETCH);
      for (int i = start; i < end; i += LANES) {
        FloatVector rest = FloatVector.fromArray(FLOATS, y, from + i).sub(above);
        part = rest.fma(FloatVector.fromArray(FLOATS, x, from + i), part);
      }
      sum += sum(part);
    }
    return sum;
  }

  @Override
  public double exp(float[] x, float shift, float[] y, int from, int n) {
    int whole = FLOATS.loopBound(n);
    double sum = plain.exp(x, shift, y, from + whole, n - whole);
    for (int start = 0; start < whole; start += STRETCH) {
      FloatVector part = FloatVector.zero(FLOATS);
      int end = Math.min(whole, start + STRETCH);
      for (int i = start; i < end; i += LANES) {
        FloatVector power = exp(FloatVector.fromArray(FLOATS, x, from + i).sub(shift));
        power.intoArray(y, from + i);
        part = part.add(power);
      }
      sum += sum(part);
    }
    return sum;
  }

  /** 2ⁿ · exp(r), where n is whole, |r| ≤ ln 2 / 2, and exp(r) is its series. */
  private static FloatVector exp(FloatVector x) {
    FloatVector inside = x.max(LOWEST);
    FloatVector shifted = inside.mul(LOG2_E).add(ROUND);
    FloatVector n = shifted.sub(ROUND);
    FloatVector r = inside.sub(n.mul(LN2_HIGH)).sub(n.mul(LN2_LOW));
    FloatVector one = FloatVector.broadcast(FLOATS, 1);
    FloatVector y = r.mul(1f / 5040).add(1f / 720);
    y = y.fma(r, FloatVector.broadcast(FLOATS, 1f / 120));
    y = y.fma(r, FloatVector.broadcast(FLOATS, 1f / 24));
    y = y.fma(r, FloatVector.broadcast(FLOATS, 1f / 6));
    y = y.fma(r, FloatVector.broadcast(FLOATS, 0.5f));
    y = y.fma(r, one).fma(r, one);
    FloatVector power =
        shifted
            .reinterpretAsInts()
            .lanewise(VectorOperators.LSHL, MANTISSA)
            .add(ONE)
            .reinterpretAsFloats();
    return y.mul(power).blend(0, x.compare(VectorOperators.LT, LOWEST));
  }

  /** The lanes' sum, always in the same order, which reduceLanes does not promise. */
  private static float sum(FloatVector x) {
    FloatVector sum = x;
    if (LANES > 8) {
      sum = sum.add(sum.rearrange(BY_8));
    }
    if (LANES > 4) {
      sum = sum.add(sum.rearrange(BY_4));
    }
    sum = sum.add(sum.rearrange(BY_2));
    return sum.add(sum.rearrange(BY_1)).lane(0);
  }
}
