package org.distill4j.core.compression;

import java.util.Arrays;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/** Some of what an array holds along an axis. */
final class AxisRows {
  private AxisRows() {}

  /** The number of values next to each other that share their index along an axis. */
  static int inner(Shape shape, int axis) {
    int inner = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      inner *= shape.dim(i);
    }
    return inner;
  }

  /**
   * An array of the values at some indices along an axis.
   *
   * @param from the array
   * @param axis the axis
   * @param kept the indices, in their new order
   */
  static HostTensor of(HostTensor from, int axis, int... kept) {
    Shape shape = from.shape();
    int inner = inner(shape, axis);
    int length = shape.dim(axis);
    int[] dims = shape.dims();
    dims[axis] = kept.length;
    float[] values = from.toFloatArray();
    float[] some = new float[values.length / length * kept.length];
    int outer = values.length / (length * inner);
    for (int block = 0; block < outer; block++) {
      for (int i = 0; i < kept.length; i++) {
        int start = (block * length + kept[i]) * inner;
        System.arraycopy(values, start, some, (block * kept.length + i) * inner, inner);
      }
    }
    return HostTensor.ofFloats(Shape.of(Arrays.copyOf(dims, dims.length)), some);
  }
}
