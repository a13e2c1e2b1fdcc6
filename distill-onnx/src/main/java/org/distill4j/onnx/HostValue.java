package org.distill4j.onnx;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Tensor;

/**
 * Numbers that are known while a graph is recorded, such as lengths. An axis may have no elements
 * here; many equal numbers take the place of one.
 */
final class HostValue implements GraphValue {
  private final DType type;
  private final int[] dims;
  private final double[] values;

  private HostValue(DType type, int[] dims, double[] values) {
    this.type = type;
    this.dims = dims.clone();
    this.values = values;
  }

  /** Values in row-major order. */
  static HostValue of(DType type, int[] dims, double... values) {
    boolean uniform = values.length > 1 && Arrays.stream(values).allMatch(v -> same(v, values[0]));
    return new HostValue(type, dims, uniform ? new double[] {values[0]} : values.clone());
  }

  /** Returns one number for all elements. */
  static HostValue filled(DType type, int[] dims, double value) {
    return new HostValue(type, dims, new double[] {value});
  }

  /** Returns a list of integers. */
  static HostValue integers(int... values) {
    return of(
        DType.INT32, new int[] {values.length}, Arrays.stream(values).asDoubleStream().toArray());
  }

  private static boolean same(double one, double other) {
    return Double.compare(one, other) == 0;
  }

  @Override
  public DType type() {
    return type;
  }

  @Override
  public int[] dims() {
    return dims.clone();
  }

  /** Returns the number of elements, which may be 0. */
  int size() {
    return HostShapes.size(dims);
  }

  double at(int element) {
    return values.length == 1 ? values[0] : values[element];
  }

  /** Returns whether there are elements, and all are equal. */
  boolean isUniform() {
    return size() > 0 && values.length == 1;
  }

  /** Returns all elements as integers; too large ones are the largest. */
  int[] toInts() {
    int[] all = new int[HostShapes.computed(dims)];
    Arrays.setAll(all, i -> (int) at(i));
    return all;
  }

  /** Returns the same elements under other lengths. */
  HostValue reshape(int... to) {
    return new HostValue(type, to, values);
  }

  /**
   * Returns a rearrangement of this value's elements: {@code from} gives the element for each new
   * one.
   */
  HostValue rearranged(int[] to, IntUnaryOperator from) {
    if (isUniform()) {
      return filled(type, to, values[0]);
    }
    double[] moved = new double[HostShapes.computed(to)];
    Arrays.setAll(moved, i -> values[from.applyAsInt(i)]);
    return of(type, to, moved);
  }

  @Override
  public Tensor tensor() {
    return GraphValue.of(HostTensors.record(this), type).tensor();
  }

  @Override
  public Tensor floats() {
    return HostTensors.record(this).toFloat();
  }

  @Override
  public String toString() {
    return type + Arrays.toString(dims);
  }
}
