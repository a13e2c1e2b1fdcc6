package org.distill4j.jvm;

import java.util.List;
import org.distill4j.tensor.Shape;

/** Steps for losses over rows of logits; sums are kept in double precision. */
final class LossSteps {
  /** The logarithm of the ratio of p and q up to which the series is right to 1e-6. */
  private static final double NEAR = 0.25;

  private LossSteps() {}

  /** Computes −log p of each row's label, 0 without one. */
  static Value crossEntropy(StepList steps, Value logs, Value labels) {
    int classes = logs.shape().dim(-1);
    return steps.floats(
        labels.shape(),
        List.of(logs, labels),
        out ->
            () -> pick(logs.slot().floats(), labels.slot().ints(), out.floatsToWrite(), classes));
  }

  private static void pick(float[] logs, int[] labels, float[] y, int classes) {
    for (int row = 0; row < y.length; row++) {
      y[row] = labels[row] < 0 ? 0 : -logs[row * classes + labels[row]];
    }
  }

  /** Computes g · (p − one-hot), 0 without a label. */
  static Value crossEntropyGradient(
      StepList steps, Value gradient, Value softmax, Value labels, Shape shape) {
    int classes = shape.dim(-1);
    return steps.floats(
        shape,
        List.of(gradient, softmax, labels),
        out ->
            () ->
                spread(
                    gradient.slot().floats(),
                    softmax.slot().floats(),
                    labels.slot().ints(),
                    out.floatsToWrite(),
                    classes));
  }

  private static void spread(float[] g, float[] softmax, int[] labels, float[] y, int classes) {
    for (int row = 0; row < labels.length; row++) {
      int from = row * classes;
      float factor = labels[row] < 0 ? 0 : g[row];
      for (int i = from; i < from + classes; i++) {
        y[i] = factor * softmax[i];
      }
      if (labels[row] >= 0) {
        y[from + labels[row]] -= factor;
      }
    }
  }

  /** Computes Σ p · (log p − log q) of each row, for distributions. */
  static Value divergence(StepList steps, Value p, Value logP, Value logQ) {
    Shape shape = logP.shape();
    int classes = shape.dim(-1);
    int[] rows = new int[shape.rank() - 1];
    System.arraycopy(shape.dims(), 0, rows, 0, rows.length);
    return steps.floats(
        Shape.of(rows),
        List.of(p, logP, logQ),
        out ->
            () ->
                diverge(
                    p.slot().floats(),
                    logP.slot().floats(),
                    logQ.slot().floats(),
                    out.floatsToWrite(),
                    classes));
  }

  private static void diverge(float[] p, float[] logP, float[] logQ, float[] y, int classes) {
    for (int row = 0; row < y.length; row++) {
      y[row] = (float) divergence(p, logP, logQ, row * classes, (row + 1) * classes);
    }
  }

  /** Adds q − p, whose sum is 0, where p and q are near each other, so that nothing cancels. */
  private static double divergence(float[] p, float[] logP, float[] logQ, int from, int to) {
    double sum = 0;
    double near = 0;
    double farthest = 0;
    for (int i = from; i < to; i++) {
      double ratio = (double) logQ[i] - logP[i];
      sum -= p[i] * ratio;
      near += p[i] * expLessLine(ratio);
      farthest = Math.max(farthest, Math.abs(ratio));
    }
    return farthest < NEAR ? near : sum;
  }

  /** Returns exp(x) − 1 − x near 0, by its series. */
  private static double expLessLine(double x) {
    return x * x * (1.0 / 2 + x * (1.0 / 6 + x * (1.0 / 24 + x * (1.0 / 120 + x / 720))));
  }
}
