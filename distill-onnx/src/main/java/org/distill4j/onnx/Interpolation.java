package org.distill4j.onnx;

import java.util.Arrays;

/**
 * Where each element of a resized axis lies on the axis before, by the rules of Resize. Numbers are
 * float32, as ONNX Runtime has them, so that ties are rounded alike.
 *
 * @param from the number of elements before
 * @param to the number of elements after
 * @param scale the quotient of the two, or what the file says in its place
 * @param mode the rule for coordinates, for example "half_pixel"
 */
record Interpolation(int from, int to, float scale, String mode) {
  /** The rules that are known. */
  static boolean isKnown(String mode) {
    return switch (mode) {
      case "half_pixel",
          "half_pixel_symmetric",
          "pytorch_half_pixel",
          "tf_half_pixel_for_nn",
          "align_corners",
          "asymmetric" ->
          true;
      default -> false;
    };
  }

  private float coordinate(int element) {
    return switch (mode) {
      case "half_pixel" -> (element + 0.5f) / scale - 0.5f;
      case "half_pixel_symmetric" -> offset() + (element + 0.5f) / scale - 0.5f;
      case "pytorch_half_pixel" -> to > 1 ? (element + 0.5f) / scale - 0.5f : 0;
      case "tf_half_pixel_for_nn" -> (element + 0.5f) / scale;
      case "align_corners" -> to == 1 ? 0 : (float) element * (from - 1) / (to - 1);
      default -> element / scale;
    };
  }

  private float offset() {
    float adjustment = to / (scale * from);
    return from / 2f * (1 - adjustment);
  }

  /** The nearest element for each of the resized axis. */
  int[] nearest(String rounding) {
    int[] positions = new int[to];
    Arrays.setAll(
        positions, i -> Math.max(0, Math.min(from - 1, rounded(rounding, coordinate(i)))));
    return positions;
  }

  private static int rounded(String rounding, float x) {
    return (int)
        switch (rounding) {
          case "floor" -> Math.floor(x);
          case "ceil" -> Math.ceil(x);
          case "round_prefer_ceil" -> Math.floor(x + 0.5);
          default -> Math.ceil(x - 0.5);
        };
  }

  /** The shares of each element (from, to) in those of the resized axis. */
  float[] linear() {
    float[] shares = new float[from * to];
    for (int i = 0; i < to; i++) {
      float x = Math.max(0, Math.min(from - 1, coordinate(i)));
      int low = (int) Math.floor(x);
      int high = Math.min(low + 1, from - 1);
      shares[low * to + i] += 1 - (x - low);
      shares[high * to + i] += x - low;
    }
    return shares;
  }

  /** The same by cubic convolution (Keys 1981); what lies outside is the border. */
  float[] cubic(double a) {
    float[] shares = new float[from * to];
    for (int i = 0; i < to; i++) {
      float x = coordinate(i);
      int base = (int) Math.floor(x);
      for (int k = -1; k <= 2; k++) {
        int at = Math.max(0, Math.min(from - 1, base + k));
        shares[at * to + i] += (float) kernel(a, Math.abs(x - base - k));
      }
    }
    return shares;
  }

  private static double kernel(double a, double distance) {
    double t = distance;
    return t <= 1
        ? ((a + 2) * t - (a + 3)) * t * t + 1
        : t < 2 ? ((a * t - 5 * a) * t + 8 * a) * t - 4 * a : 0;
  }
}
