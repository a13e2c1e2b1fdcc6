package org.distill4j.dl4j;

/** The loops of softmax; sums are kept in double precision. */
final class SoftmaxLoops {
  private SoftmaxLoops() {}

  static void softmax(float[] x, float[] y, Lines lines) {
    int step = lines.stride();
    for (int line = 0; line < lines.count(); line++) {
      int start = lines.start(line);
      int end = start + lines.length() * step;
      float max = max(x, start, end, step);
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
    }
  }

  static void logSoftmax(float[] x, float[] y, Lines lines) {
    int step = lines.stride();
    for (int line = 0; line < lines.count(); line++) {
      int start = lines.start(line);
      int end = start + lines.length() * step;
      float max = max(x, start, end, step);
      double sum = 0;
      for (int i = start; i < end; i += step) {
        sum += Math.exp(x[i] - max);
      }
      double log = Math.log(sum);
      for (int i = start; i < end; i += step) {
        y[i] = (float) (x[i] - max - log);
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

  /** g − exp(y) · Σ g. */
  static void logSoftmaxGradient(float[] y, float[] g, float[] dx, Lines lines) {
    int step = lines.stride();
    for (int line = 0; line < lines.count(); line++) {
      int start = lines.start(line);
      int end = start + lines.length() * step;
      double sum = 0;
      for (int i = start; i < end; i += step) {
        sum += g[i];
      }
      for (int i = start; i < end; i += step) {
        dx[i] = (float) (g[i] - Math.exp(y[i]) * sum);
      }
    }
  }
}
