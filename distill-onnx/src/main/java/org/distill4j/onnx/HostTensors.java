package org.distill4j.onnx;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Records known numbers so that recordings for other lengths are alike, as an export needs: equal
 * numbers become one that is stretched, and evenly spaced whole numbers are counted from 0.
 */
final class HostTensors {
  private static final double EXACT = 1 << 24;

  private HostTensors() {}

  /** The numbers as FLOAT32, or as INT32 where they are ints that cannot be stretched. */
  static Tensor record(HostValue value) {
    int[] dims = value.dims();
    if (value.isUniform()) {
      return stretched(Tensor.of(value.at(0)), dims);
    }
    return stretched(distinct(compact(value)), dims);
  }

  /** Returns the value with one position of each axis along which it is constant. */
  static HostValue compact(HostValue value) {
    HostValue small = value;
    for (int axis = 0; axis < value.rank(); axis++) {
      if (small.dims()[axis] > 1 && isRepeated(small, axis)) {
        small = first(small, axis);
      }
    }
    return small;
  }

  private static Tensor stretched(Tensor tensor, int... dims) {
    if (Arrays.equals(tensor.shape().dims(), dims)) {
      return tensor;
    }
    return HostShapes.size(dims) == tensor.shape().size()
        ? tensor.reshape(dims)
        : tensor.toFloat().broadcastTo(dims);
  }

  private static boolean isRepeated(HostValue value, int axis) {
    int[] dims = value.dims();
    int stride = HostShapes.strides(dims)[axis];
    return IntStream.range(0, value.size())
        .allMatch(i -> value.at(i) == value.at(i - i / stride % dims[axis] * stride));
  }

  private static HostValue first(HostValue value, int axis) {
    int[] dims = HostShapes.with(value.dims(), axis, 1);
    return value.rearranged(
        dims, i -> HostShapes.element(HostShapes.places(i, dims), value.dims()));
  }

  private static Tensor distinct(HostValue value) {
    int size = value.size();
    long axes = Arrays.stream(value.dims()).filter(dim -> dim > 1).count();
    double step = size > 1 ? value.at(1) - value.at(0) : 0;
    boolean even =
        axes == 1
            && value.type() != DType.BOOL
            && IntStream.range(0, size).allMatch(i -> isAt(value.at(i), value.at(0) + i * step));
    return even ? counted(size, value.at(0), step).reshape(value.dims()) : constant(value);
  }

  private static boolean isAt(double value, double wanted) {
    return value == wanted && value == Math.rint(value) && Math.abs(value) < EXACT;
  }

  /** Returns the whole numbers from 0 on. */
  static Tensor counts(int size) {
    return Tensor.of(HostTensor.ofInts(Shape.of(size), IntStream.range(0, size).toArray()));
  }

  /** Returns first + i · step. */
  private static Tensor counted(int size, double first, double step) {
    Tensor counts = counts(size);
    Tensor scaled = step == 1 ? counts : counts.toFloat().mul(step);
    return first == 0 ? scaled : scaled.toFloat().add(first);
  }

  /** Returns the numbers unchanged. */
  static Tensor constant(HostValue value) {
    Shape shape = Shape.of(value.dims());
    if (value.type() == DType.INT32) {
      return Tensor.of(HostTensor.ofInts(shape, value.toInts()));
    }
    float[] values = new float[value.size()];
    IntStream.range(0, values.length).forEach(i -> values[i] = (float) value.at(i));
    return Tensor.of(HostTensor.ofFloats(shape, values));
  }
}
