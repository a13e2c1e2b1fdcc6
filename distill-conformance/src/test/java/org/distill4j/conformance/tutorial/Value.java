package org.distill4j.conformance.tutorial;

import java.util.function.IntToDoubleFunction;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/** A tensor while a program runs: its elements in row-major order, and the gradient in them. */
final class Value {
  private static final float[] NO_FLOATS = {};
  private static final int[] NO_INTS = {};

  private final TensorSpec spec;
  private final float[] floats;
  private final int[] ints;
  private final boolean tracked;
  private float @Nullable [] gradient;

  private Value(TensorSpec spec, float[] floats, int[] ints, boolean tracked) {
    this.spec = spec;
    this.floats = floats;
    this.ints = ints;
    this.tracked = tracked;
  }

  static Value parameter(Shape shape, float[] elements) {
    return new Value(new TensorSpec(DType.FLOAT32, shape), elements, NO_INTS, true);
  }

  /** Computes the elements; truth values are the integers 0 and 1. */
  static Value computed(TensorSpec spec, boolean tracked, IntToDoubleFunction element) {
    int size = Math.toIntExact(spec.shape().size());
    boolean isFloat = spec.type() == DType.FLOAT32;
    float[] floats = isFloat ? new float[size] : NO_FLOATS;
    int[] ints = isFloat ? NO_INTS : new int[size];
    for (int i = 0; i < size; i++) {
      if (isFloat) {
        floats[i] = (float) element.applyAsDouble(i);
      } else {
        ints[i] = (int) element.applyAsDouble(i);
      }
    }
    return new Value(spec, floats, ints, tracked);
  }

  Shape shape() {
    return spec.shape();
  }

  /** The number of elements. */
  int size() {
    return floats.length + ints.length;
  }

  /** An element as a double, which holds every float and every int. */
  double at(int index) {
    return spec.type() == DType.FLOAT32 ? floats[index] : ints[index];
  }

  boolean isTracked() {
    return tracked;
  }

  /** The gradient, if any has come back to here. */
  float @Nullable [] gradient() {
    return gradient;
  }

  /** Adds to the gradient in one element, if anybody wants it. */
  void add(int index, double amount) {
    if (tracked) {
      if (gradient == null) {
        gradient = new float[floats.length];
      }
      gradient[index] += (float) amount;
    }
  }

  HostTensor toHost() {
    return spec.type() == DType.FLOAT32
        ? HostTensor.ofFloats(shape(), floats.clone())
        : HostTensor.ofInts(shape(), ints.clone());
  }
}
