package org.distill4j.jvm;

/** The loops of softmax; sums are kept in double precision. */
final class SoftmaxLoops {
  /** A result that nobody reads. */
  static final float[] UNREAD = {};

  private SoftmaxLoops() {}

  /** Softmax or its logarithm or both, as both are made of the same exponentials. */
  static void run(
      RowLoops loops, float[] x, float[] log, float[] softmax, AxisLines lines, int from, int to) {
    if (log == UNREAD) {
      softmax(loops, x, softmax, lines, from, to);
    } else {
      logSoftmax(loops, x, log, softmax == UNREAD ? log : softmax, lines, from, to);
    }
  }

  private static void softmax(
      RowLoops loops, float[] x, float[] y, AxisLines lines, int from, int to) {
    int step = lines.stride();
    for (int line = from; line < to; line++) {
      int start = lines.start(line);
      if (step == 1) {
        softmax(loops, x, loops.max(x, start, lines.length()), y, start, lines.length());
      } else {
        int end = start + lines.length() * step;
        softmax(x, max(x, start, end, step), y, start, end, step);
      }
    }
  }

  /** Fills one line of neighbours and gives the sum of its exponentials. */
  private static double softmax(
      RowLoops loops, float[] x, float max, float[] y, int start, int length) {
    double sum = loops.exp(x, max, y, start, length);
    float scale = (float) (1 / sum);
    for (int i = start; i < start + length; i++) {
      y[i] *= scale;
    }
    return sum;
  }

  /** Fills one line and gives the sum of its exponentials. */
  private static double softmax(float[] x, float max, float[] y, int start, int end, int step) {
    double sum = 0;
    for (int i = start; i < end; i += step) {
      double power = Math.exp(x[i] - max);
      y[i] = (float) power;
      sum += power;
    }
    float scale = (float) (1 / sum);
    for (int i = start; i < end; i += step) {
      y[i] *= scale;
    }
    return sum;
  }

  /** Softmax comes with its logarithm, as both are made of the same exponentials. */
  private static void logSoftmax(
      RowLoops loops, float[] x, float[] log, float[] softmax, AxisLines lines, int from, int to) {
    int step = lines.stride();
    for (int line = from; line < to; line++) {
      int start = lines.start(line);
      int end = start + lines.length() * step;
      float max = step == 1 ? loops.max(x, start, lines.length()) : max(x, start, end, step);
      double sum =
          step == 1
              ? softmax(loops, x, max, softmax, start, lines.length())
              : softmax(x, max, softmax, start, end, step);
      double logSum = Math.log(sum);
      for (int i = start; i < end; i += step) {
        log[i] = (float) (x[i] - max - logSum);
      }
    }
  }

  private static float max(float[] x, int start, int end, int step) {
    float max = x[start];
    for (int i = start + step; i < end; i += step) {
      max = Math.max(max, x[i]);
    }
    return max;
  }

  /** y · (g − Σ g·y). */
  static void softmaxGradient(float[] y, float[] g, float[] dx, AxisLines lines, int from, int to) {
    int step = lines.stride();
    for (int line = from; line < to; line++) {
      int start = lines.start(line);
      int end = start + lines.length() * step;
      double sum = 0;
      for (int i = start; i < end; i += step) {
        sum += (double) g[i] * y[i];
      }
      for (int i = start; i < end; i += step) {
        dx[i] = (float) (y[i] * (g[i] - sum));
      }
    }
  }

  /** g − softmax · Σ g. */
  static void logSoftmaxGradient(
      float[] softmax, float[] g, float[] dx, AxisLines lines, int from, int to) {
    int step = lines.stride();
    for (int line = from; line < to; line++) {
      int start = lines.start(line);
      int end = start + lines.length() * step;
      double sum = 0;
      for (int i = start; i < end; i += step) {
        sum += g[i];
      }
      for (int i = start; i < end; i += step) {
        dx[i] = (float) (g[i] - softmax[i] * sum);
      }
    }
  }
}
