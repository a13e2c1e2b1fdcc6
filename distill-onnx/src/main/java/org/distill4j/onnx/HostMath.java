package org.distill4j.onnx;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.distill4j.tensor.DType;

/** Arithmetic of known numbers, element by element. */
final class HostMath {
  private HostMath() {}

  static HostValue unary(DType type, HostValue value, DoubleUnaryOperator function) {
    if (value.isUniform()) {
      return HostValue.filled(
          type, value.dims(), stored(type, function.applyAsDouble(value.at(0))));
    }
    double[] results = new double[HostShapes.computed(value.dims())];
    Arrays.setAll(results, i -> stored(type, function.applyAsDouble(value.at(i))));
    return HostValue.of(type, value.dims(), results);
  }

  /**
   * Applies a function to two known values. A result that is larger than both, as that of a column
   * and a row, is left to the recording, where it is the same for all lengths.
   */
  static Optional<GraphValue> binary(
      DType type, GraphValue left, GraphValue right, DoubleBinaryOperator function) {
    if (!(left instanceof HostValue one) || !(right instanceof HostValue other)) {
      return Optional.empty();
    }
    int[] dims = HostShapes.broadcast(one.dims(), other.dims());
    int size = HostShapes.size(dims);
    if (size > 0 && one.isUniform() && other.isUniform()) {
      double result = function.applyAsDouble(one.at(0), other.at(0));
      return Optional.of(HostValue.filled(type, dims, stored(type, result)));
    }
    if (size > Math.max(one.size(), other.size())) {
      return Optional.empty();
    }
    double[] results = new double[HostShapes.computed(dims)];
    for (int i = 0; i < size; i++) {
      int[] places = HostShapes.places(i, dims);
      double a = one.at(HostShapes.element(places, one.dims()));
      double b = other.at(HostShapes.element(places, other.dims()));
      results[i] = stored(type, function.applyAsDouble(a, b));
    }
    return Optional.of(HostValue.of(type, dims, results));
  }

  /** Rounds to the type: integers are cut towards 0, floats are float32, nonzero is true. */
  static double stored(DType type, double value) {
    return switch (type) {
      case INT32 -> (long) value;
      case FLOAT32 -> (float) value;
      case BOOL -> value == 0 ? 0 : 1;
    };
  }
}
