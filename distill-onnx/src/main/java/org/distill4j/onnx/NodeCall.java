package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.distill4j.model.Mode;
import org.distill4j.tensor.Tensor;

/**
 * A node of a graph with its operands.
 *
 * @param node what the node says
 * @param operands its inputs; an empty one was left out
 * @param mode for training or evaluation
 * @param states sets the next value of a state, by the state's name in the file
 * @param branches gives the outputs of a graph within the node
 */
record NodeCall(
    NodeText node,
    List<Optional<GraphValue>> operands,
    Mode mode,
    BiConsumer<String, Tensor> states,
    Function<GraphProto, List<GraphValue>> branches) {
  /** Takes a copy. */
  NodeCall {
    operands = List.copyOf(operands);
  }

  Optional<GraphValue> optional(int index) {
    return index < operands.size() ? operands.get(index) : Optional.empty();
  }

  GraphValue in(int index) {
    return optional(index)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Input "
                        + index
                        + " is missing, expected one.\nMaybe the file is of another opset."));
  }

  /** All operands that are there. */
  List<GraphValue> all() {
    return operands.stream().flatMap(Optional::stream).toList();
  }

  boolean isHost() {
    return all().stream().allMatch(HostValue.class::isInstance);
  }

  Tensor floats(int index) {
    return in(index).floats();
  }

  HostValue host(int index) {
    return known(in(index), index);
  }

  /** Returns the integers of an operand, or of the attribute that older files have in its place. */
  Optional<int[]> ints(int index, String attribute) {
    return optional(index)
        .map(value -> known(value, index).toInts())
        .or(() -> Optional.ofNullable(node.ints(attribute)));
  }

  /**
   * Returns the one number of an operand, or of the attribute that older files have in its place.
   */
  double number(int index, String attribute, double otherwise) {
    return optional(index)
        .map(value -> known(value, index).at(0))
        .orElseGet(() -> node.number(attribute, otherwise));
  }

  private static HostValue known(GraphValue value, int index) {
    if (value instanceof HostValue host) {
      return host;
    }
    throw new IllegalArgumentException(
        "Input "
            + index
            + " depends on the data or on a weight, "
            + Objects.toString(value)
            + ", expected numbers that follow from lengths alone.\n"
            + "Maybe export the model with another opset, or for fixed lengths.");
  }
}
