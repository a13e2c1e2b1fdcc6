package org.distill4j.tutorial;

import java.util.Arrays;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Window;

/** A kernel (O, C / groups, kH, kW) that moves over images (N, C, H, W). */
record Windows(Shape image, Shape kernel, Shape result, Window window, int groups) {
  /** Meets the places of an element of the result, and of those of image and kernel in it. */
  @FunctionalInterface
  interface Visitor {
    void meet(int result, int image, int kernel);
  }

  /** A pool, whose window sees each channel by itself. */
  static Windows pool(Shape image, int size, Shape result, Window window) {
    int channels = image.dim(1);
    return new Windows(image, Shape.of(channels, 1, size, size), result, window, channels);
  }

  /** Visits everything but what lies on the padding, in row-major order of the result. */
  void visit(Visitor visitor) {
    int area = result.dim(2) * result.dim(3);
    for (int at = 0; at < result.size(); at++) {
      int out = at / area % kernel.dim(0);
      int channel = out / (kernel.dim(0) / groups) * kernel.dim(1);
      int plane = at / area / kernel.dim(0) * image.dim(1) + channel;
      for (int c = 0; c < kernel.dim(1); c++) {
        int by = (out * kernel.dim(1) + c) * kernel.dim(2) * kernel.dim(3);
        visitPlane(at, at % area, (plane + c) * image.dim(2) * image.dim(3), by, visitor);
      }
    }
  }

  private void visitPlane(int at, int position, int from, int by, Visitor visitor) {
    int top = position / result.dim(3) * window.stride() - window.padding();
    int left = position % result.dim(3) * window.stride() - window.padding();
    for (int k = 0; k < kernel.dim(2) * kernel.dim(3); k++) {
      int y = top + k / kernel.dim(3) * window.dilation();
      int x = left + k % kernel.dim(3) * window.dilation();
      if (y >= 0 && y < image.dim(2) && x >= 0 && x < image.dim(3)) {
        visitor.meet(at, from + y * image.dim(3) + x, by + k);
      }
    }
  }

  /** The place of the first largest of each window, where NaN is larger than any number. */
  int[] largest(double[] x) {
    int[] places = new int[(int) result.size()];
    Arrays.fill(places, -1);
    visit(
        (at, from, by) -> {
          if (places[at] < 0 || x[from] > x[places[at]] || Double.isNaN(x[from])) {
            places[at] = from;
          }
        });
    return places;
  }
}
