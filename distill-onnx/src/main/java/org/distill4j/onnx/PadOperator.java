package org.distill4j.onnx;

import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.distill4j.tensor.Tensor;

/** What is added around a value: a number, its border, or its own elements. */
final class PadOperator {
  private static final String MODE = "mode";
  private static final String CONSTANT = "constant";
  private static final Set<String> MODES = Set.of(CONSTANT, "edge", "reflect", "wrap");

  private PadOperator() {}

  static GraphOperator operator() {
    return GraphOperator.of(
        PadOperator::pad,
        node -> MODES.contains(mode(node)) ? Optional.empty() : Optional.of("mode = " + mode(node)),
        MODE,
        "pads",
        "value");
  }

  private static String mode(NodeText node) {
    return node.text(MODE, CONSTANT);
  }

  private static GraphValue pad(NodeCall call) {
    GraphValue value = call.in(0);
    int rank = value.rank();
    int[] pads = call.ints(1, "pads").orElseThrow();
    int[] axes = call.ints(3, "axes").orElse(IntStream.range(0, rank).toArray());
    String mode = mode(call.node());
    GraphValue padded = value;
    for (int i = 0; i < axes.length; i++) {
      int axis = HostShapes.axis(axes[i], rank);
      int before = pads[i];
      int after = pads[axes.length + i];
      padded =
          mode.equals(CONSTANT)
              ? filled(padded, axis, before, after, call.number(2, "value", 0))
              : before == 0 && after == 0 ? padded : repeated(padded, axis, before, after, mode);
    }
    return padded;
  }

  private static GraphValue filled(
      GraphValue value, int axis, int before, int after, double number) {
    Tensor padded = ImageOperators.padded(value.floats(), axis, before, after, number);
    return GraphValue.of(padded, value.type());
  }

  private static GraphValue repeated(
      GraphValue value, int axis, int before, int after, String mode) {
    int length = value.dims()[axis];
    int[] positions =
        IntStream.range(-before, HostShapes.computed(length + after))
            .map(i -> position(i, length, mode))
            .toArray();
    return AxisSelection.of(value, axis, positions);
  }

  private static int position(int i, int length, String mode) {
    return switch (mode) {
      case "edge" -> Math.max(0, Math.min(length - 1, i));
      case "wrap" -> Math.floorMod(i, length);
      default -> {
        int period = Math.max(1, 2 * (length - 1));
        int at = Math.floorMod(i, period);
        yield Math.min(at, period - at) % length;
      }
    };
  }
}
