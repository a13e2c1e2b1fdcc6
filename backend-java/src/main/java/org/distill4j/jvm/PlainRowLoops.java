package org.distill4j.jvm;

/** Loops over rows that any JVM runs; sums are kept in double precision. */
final class PlainRowLoops implements RowLoops {
  @Override
  public float max(float[] x, int from, int n) {
    float max = x[from];
    for (int i = from + 1; i < from + n; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }

  /** Uses four sums at once, so that one addition need not wait for the other. */
  @Override
  public double sum(float[] x, int from, int n) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i < from + n - 3; i += 4) {
      a += x[i];
      b += x[i + 1];
      c += x[i + 2];
      d += x[i + 3];
    }
    for (; i < from + n; i++) {
      a += x[i];
    }
    return a + b + (c + d);
  }

  @Override
  public double squares(float[] x, float above, int from, int n) {
    double even = 0;
    double odd = 0;
    int i = from;
    for (; i < from + n - 1; i += 2) {
      double a = x[i] - above;
      double b = x[i + 1] - above;
      even += a * a;
      odd += b * b;
    }
    if (i < from + n) {
      double a = x[i] - above;
      even += a * a;
    }
    return even + odd;
  }

  @Override
  public double dot(float[] x, float[] y, float above, int from, int n) {
    double even = 0;
    double odd = 0;
    int i = from;
    for (; i < from + n - 1; i += 2) {
      even += (double) x[i] * (y[i] - above);
      odd += (double) x[i + 1] * (y[i + 1] - above);
    }
    if (i < from + n) {
      even += (double) x[i] * (y[i] - above);
    }
    return even + odd;
  }

  @Override
  public double exp(float[] x, float shift, float[] y, int from, int n) {
    double sum = 0;
    for (int i = from; i < from + n; i++) {
      double power = Math.exp(x[i] - shift);
      y[i] = (float) power;
      sum += power;
    }
    return sum;
  }
}
