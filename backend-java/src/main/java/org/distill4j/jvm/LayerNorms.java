package org.distill4j.jvm;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.distill4j.tensor.Shape;

/** Steps for layer norms over the last axis; sums over a row are kept in double precision. */
final class LayerNorms {
  private LayerNorms() {}

  /** The normalised rows, their means and the reciprocals of their deviations. */
  static List<Value> normalize(StepList steps, List<Value> inputs, double epsilon) {
    Shape shape = inputs.get(0).shape();
    Shape rows = shape.with(shape.rank() - 1, 1);
    return steps.manyFloats(
        List.of(shape, rows, rows),
        inputs,
        outputs -> Map.of(),
        outputs ->
            () ->
                normalize(
                    arrays(inputs),
                    outputs.stream().map(Slot::floatsToWrite).toArray(float[][]::new),
                    epsilon));
  }

  private static float[][] arrays(List<Value> values) {
    return values.stream().map(value -> value.slot().floats()).toArray(float[][]::new);
  }

  private static void normalize(float[][] inputs, float[][] outputs, double epsilon) {
    float[] x = inputs[0];
    int width = inputs[1].length;
    for (int row = 0; row < outputs[1].length; row++) {
      int from = row * width;
      float mean = (float) (ReduceLoops.sum(x, from, width) / width);
      double squares = squares(x, from, width, mean);
      float scale = (float) (1 / Math.sqrt(squares / width + epsilon));
      outputs[1][row] = mean;
      outputs[2][row] = scale;
      scale(x, from, mean, scale, inputs[1], inputs[2], outputs[0]);
    }
  }

  private static double squares(float[] x, int from, int width, float mean) {
    double even = 0;
    double odd = 0;
    int i = from;
    for (; i < from + width - 1; i += 2) {
      double a = x[i] - mean;
      double b = x[i + 1] - mean;
      even += a * a;
      odd += b * b;
    }
    if (i < from + width) {
      double a = x[i] - mean;
      even += a * a;
    }
    return even + odd;
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
    float[] normalized = new float[inputs.get(4).size()];
    return steps.manyFloats(
        List.of(shape, width, width),
        inputs,
        outputs -> Map.of(),
        outputs ->
            () ->
                gradients(
                    arrays(inputs),
                    outputs.stream().map(Slot::floatsToWrite).toArray(float[][]::new),
                    normalized));
  }

  private static void gradients(float[][] inputs, float[][] outputs, float[] normalized) {
    Arrays.fill(outputs[1], 0);
    Arrays.fill(outputs[2], 0);
    for (int row = 0; row < inputs[2].length; row++) {
      gradients(inputs, outputs, row, normalized);
    }
  }

  private static void gradients(float[][] inputs, float[][] outputs, int row, float[] normalized) {
    float[] g = inputs[0];
    float[] weight = inputs[4];
    int width = normalized.length;
    int from = row * width;
    normalize(inputs[1], from, inputs[2][row], inputs[3][row], normalized);
    addRow(g, from, normalized, outputs[1], outputs[2]);
    double sum = 0;
    double along = 0;
    for (int i = 0; i < width; i++) {
      double part = g[from + i] * weight[i];
      sum += part;
      along += part * normalized[i];
    }
    float mean = (float) (sum / width);
    float alongMean = (float) (along / width);
    inInput(g, from, weight, normalized, mean, alongMean, inputs[3][row], outputs[0]);
  }

  private static void normalize(float[] x, int from, float mean, float scale, float[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] = (x[from + i] - mean) * scale;
    }
  }

  private static void addRow(float[] g, int from, float[] x, float[] weight, float[] bias) {
    for (int i = 0; i < x.length; i++) {
      weight[i] += g[from + i] * x[i];
      bias[i] += g[from + i];
    }
  }

  private static void inInput(
      float[] g,
      int from,
      float[] weight,
      float[] normalized,
      float mean,
      float along,
      float scale,
      float[] y) {
    for (int i = 0; i < weight.length; i++) {
      y[from + i] = scale * (g[from + i] * weight[i] - mean - normalized[i] * along);
    }
  }
}
