package org.distill4j.tensor;

/** IEEE 754 half precision: 1 sign bit, 5 bits of exponent, 10 of significand. */
public final class Half {
  private static final int SIGN = 0x8000;
  private static final int INFINITY = 0x7c00;
  private static final int QUIET = 0x0200;
  private static final int SIGNIFICAND = 0x03ff;
  private static final int SHIFT = 23 - 10;
  private static final int BIAS = (127 - 15) << 23;
  private static final int FLOAT_INFINITY = 0x7f800000;
  private static final int LEAST_NORMAL = 0x38800000;
  private static final int LEAST_TOO_LARGE = 0x477ff000;
  private static final float SUBNORMAL_UNIT = 0x1p-24f;

  private Half() {}

  /**
   * Returns the nearest half, and the even one of two equally near; infinity from 65520 on.
   *
   * @param value a number
   * @return the half's bits
   */
  public static short of(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & SIGN;
    int size = bits & Integer.MAX_VALUE;
    return (short) (sign | size(size));
  }

  private static int size(int size) {
    if (size > FLOAT_INFINITY) {
      return INFINITY | QUIET | ((size >>> SHIFT) & SIGNIFICAND);
    } else if (size >= LEAST_TOO_LARGE) {
      return INFINITY;
    } else if (size < LEAST_NORMAL) {
      return (int) Math.rint((double) Float.intBitsToFloat(size) / SUBNORMAL_UNIT);
    }
    int even = (size >>> SHIFT) & 1;
    return (size - BIAS + (1 << (SHIFT - 1)) - 1 + even) >>> SHIFT;
  }

  /**
   * Returns the value of a half, which float32 holds exactly.
   *
   * @param half the half's bits
   * @return the value
   */
  public static float toFloat(short half) {
    int sign = (half & SIGN) << 16;
    int size = half & ~SIGN & 0xffff;
    if (size >= INFINITY) {
      return Float.intBitsToFloat(sign | FLOAT_INFINITY | ((size & SIGNIFICAND) << SHIFT));
    } else if (size <= SIGNIFICAND) {
      return Float.intBitsToFloat(sign | Float.floatToRawIntBits(size * SUBNORMAL_UNIT));
    }
    return Float.intBitsToFloat(sign | ((size << SHIFT) + BIAS));
  }
}
