package org.distill4j.jvm;

import java.util.List;
import org.distill4j.tensor.Shape;

/** Steps for losses over rows of logits; sums are kept in double precision. */
final class LossSteps {
  private LossSteps() {}

  /** −log p of each row's label, 0 without one. */
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

  /** g · (p − one-hot), 0 without a label. */
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

  /** Σ p · (log p − log q) of each row. */
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
      double sum = 0;
      for (int i = row * classes; i < (row + 1) * classes; i++) {
        sum += (double) p[i] * (logP[i] - logQ[i]);
      }
      y[row] = (float) sum;
    }
  }
}
