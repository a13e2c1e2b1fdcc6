package org.distill4j.jvm;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.distill4j.tensor.Shape;

/** Steps for layer norms over the last axis; sums over a row are kept in double precision. */
final class LayerNormSteps {
  private LayerNormSteps() {}

  /** The normalised rows, their means and the reciprocals of their deviations. */
  static List<Value> normalize(StepList steps, List<Value> inputs, double epsilon) {
    Shape shape = inputs.get(0).shape();
    Shape rows = shape.with(shape.rank() - 1, 1);
    return steps.manyFloats(
        List.of(shape, rows, rows),
        inputs,
        outputs -> Map.of(),
        outputs ->
            () -> {
              float[][] in = Slot.floats(inputs);
              float[][] out = Slot.floatsToWrite(outputs);
              int count = out[1].length;
              steps.share(
                  shape.size(),
                  (part, parts) ->
                      normalize(
                          steps.rows(),
                          in,
                          out,
                          epsilon,
                          ThreadTeam.start(count, part, parts),
                          ThreadTeam.start(count, part + 1, parts)));
            });
  }

  private static void normalize(
      RowLoops loops, float[][] inputs, float[][] outputs, double epsilon, int first, int end) {
    float[] x = inputs[0];
    int width = inputs[1].length;
    for (int row = first; row < end; row++) {
      int from = row * width;
      float mean = (float) (loops.sum(x, from, width) / width);
      double squares = loops.squares(x, mean, from, width);
      float scale = (float) (1 / Math.sqrt(squares / width + epsilon));
      outputs[1][row] = mean;
      outputs[2][row] = scale;
      scale(x, from, mean, scale, inputs[1], inputs[2], outputs[0]);
    }
  }

  private static void scale(
      float[] x, int from, float mean, float scale, float[] weight, float[] bias, float[] y) {
    for (int i = 0; i < weight.length; i++) {
      y[from + i] = (x[from + i] - mean) * scale * weight[i] + bias[i];
    }
  }

  /** The gradients in the input, the weight and the bias. */
  static List<Value> gradients(StepList steps, List<Value> inputs) {
    Shape shape = inputs.get(0).shape();
    Shape width = inputs.get(4).shape();
    ThreadArrays normalized = new ThreadArrays(inputs.get(4).size());
    return steps.manyFloats(
        List.of(shape, width, width),
        inputs,
        outputs -> Map.of(),
        outputs ->
            () -> {
              float[][] in = Slot.floats(inputs);
              float[][] out = Slot.floatsToWrite(outputs);
              normalized.require(steps.threads());
              steps.share(
                  shape.size(),
                  (part, parts) ->
                      gradients(steps.rows(), in, out, normalized.of(part), part, parts));
            });
  }

  /** Shares the rows of the input's gradient over threads, and the columns of the others. */
  private static void gradients(
      RowLoops loops, float[][] in, float[][] out, float[] normalized, int part, int parts) {
    int width = normalized.length;
    int rows = in[2].length;
    int first = ThreadTeam.start(rows, part, parts);
    int end = ThreadTeam.start(rows, part + 1, parts);
    int from = ThreadTeam.start(width, part, parts);
    int to = ThreadTeam.start(width, part + 1, parts);
    Arrays.fill(out[1], from, to, 0);
    Arrays.fill(out[2], from, to, 0);
    for (int row = 0; row < rows; row++) {
      boolean own = row >= first && row < end;
      normalize(
          in[1], row * width, in[2][row], in[3][row], normalized, own ? 0 : from, own ? width : to);
      addRow(in[0], row * width, normalized, out[1], out[2], from, to);
      if (own) {
        inInput(loops, in, out[0], row, normalized);
      }
    }
  }

  private static void inInput(
      RowLoops loops, float[][] in, float[] y, int row, float[] normalized) {
    float[] g = in[0];
    float[] weight = in[4];
    int width = normalized.length;
    int from = row * width;
    for (int i = 0; i < width; i++) {
      y[from + i] = g[from + i] * weight[i];
    }
    float mean = (float) (loops.sum(y, from, width) / width);
    float scale = in[3][row];
    double products = loops.dot(y, in[1], in[2][row], from, width);
    inInput(y, from, normalized, mean, (float) (products * scale / width), scale);
  }

  private static void normalize(
      float[] x, int at, float mean, float scale, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = (x[at + i] - mean) * scale;
    }
  }

  private static void addRow(
      float[] g, int at, float[] x, float[] weight, float[] bias, int from, int to) {
    for (int i = from; i < to; i++) {
      weight[i] += g[at + i] * x[i];
      bias[i] += g[at + i];
    }
  }

  private static void inInput(
      float[] y, int from, float[] normalized, float mean, float along, float scale) {
    for (int i = 0; i < normalized.length; i++) {
      y[from + i] = scale * (y[from + i] - mean - normalized[i] * along);
    }
  }
}
