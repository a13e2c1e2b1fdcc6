package org.distill4j.jvm;

/** The loops of softmax; sums are kept in double precision. */
final class SoftmaxLoops {
  /** Stands for a result that nobody reads. */
  static final float[] UNREAD = {};

  private SoftmaxLoops() {}

  /** Softmax or its logarithm or both, as both are made of the same exponentials. */
  static void run(float[] x, float[] log, float[] softmax, Lines lines) {
    if (log == UNREAD) {
      softmax(x, softmax, lines);
    } else {
      logSoftmax(x, log, softmax == UNREAD ? log : softmax, lines);
    }
  }

  private static void softmax(float[] x, float[] y, Lines lines) {
    int step = lines.stride();
    for (int line = 0; line < lines.count(); line++) {
      int start = lines.start(line);
      int end = start + lines.length() * step;
      softmax(x, max(x, start, end, step), y, start, end, step);
    }
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
  private static void logSoftmax(float[] x, float[] log, float[] softmax, Lines lines) {
    int step = lines.stride();
    for (int line = 0; line < lines.count(); line++) {
      int start = lines.start(line);
      int end = start + lines.length() * step;
      float max = max(x, start, end, step);
      double logSum = Math.log(softmax(x, max, softmax, start, end, step));
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
  static void softmaxGradient(float[] y, float[] g, float[] dx, Lines lines) {
    int step = lines.stride();
    for (int line = 0; line < lines.count(); line++) {
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
  static void logSoftmaxGradient(float[] softmax, float[] g, float[] dx, Lines lines) {
    int step = lines.stride();
    for (int line = 0; line < lines.count(); line++) {
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
