package org.distill4j.core.data;

/**
 * The weights of a scaled row's positions: a triangle over the old positions, as wide as two of the
 * larger ones of both scales, with weights that add up to 1.
 */
final class ScalingWeights {
  private final int from;
  private final int[] first;
  private final float[][] weights;

  private ScalingWeights(int from, int to) {
    this.from = from;
    this.first = new int[to];
    this.weights = new float[to][];
    double scale = (double) from / to;
    double reach = Math.max(1, scale);
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * scale;
      first[i] = Math.max(0, (int) (centre - reach + 0.5));
      int end = Math.min(from, (int) (centre + reach + 0.5));
      weights[i] = triangle(first[i], end, centre, reach);
    }
  }

  static ScalingWeights of(int from, int to) {
    return new ScalingWeights(from, to);
  }

  private static float[] triangle(int first, int end, double centre, double reach) {
    double[] heights = new double[end - first];
    double sum = 0;
    for (int j = 0; j < heights.length; j++) {
      heights[j] = Math.max(0, 1 - Math.abs(first + j + 0.5 - centre) / reach);
      sum += heights[j];
    }
    float[] weights = new float[heights.length];
    for (int j = 0; j < heights.length; j++) {
      weights[j] = (float) (heights[j] / sum);
    }
    return weights;
  }

  /** Scales a plane of bytes along its rows, then along its columns, and rounds once. */
  static byte[] scale(byte[] plane, ScalingWeights across, ScalingWeights down) {
    int wide = across.weights.length;
    float[] rows = new float[down.from * wide];
    for (int y = 0; y < down.from; y++) {
      for (int x = 0; x < wide; x++) {
        float sum = 0;
        for (int j = 0; j < across.weights[x].length; j++) {
          sum += across.weights[x][j] * (plane[y * across.from + across.first[x] + j] & 0xff);
        }
        rows[y * wide + x] = sum;
      }
    }
    byte[] target = new byte[down.weights.length * wide];
    for (int y = 0; y < down.weights.length; y++) {
      for (int x = 0; x < wide; x++) {
        float sum = 0;
        for (int j = 0; j < down.weights[y].length; j++) {
          sum += down.weights[y][j] * rows[(down.first[y] + j) * wide + x];
        }
        target[y * wide + x] = (byte) Math.round(sum);
      }
    }
    return target;
  }
}
