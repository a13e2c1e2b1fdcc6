package org.distill4j.onnx;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The recording of an ONNX operator.
 *
 * @param attributes the attributes that are understood
 * @param complaint what of a node cannot be recorded, found without its operands
 * @param body gives the node's outputs
 */
record GraphOperator(
    Set<String> attributes,
    Function<NodeText, Optional<String>> complaint,
    Function<NodeCall, List<GraphValue>> body) {

  /** Returns an operator of one output. */
  static GraphOperator of(Function<NodeCall, GraphValue> body, String... attributes) {
    return of(body, node -> Optional.empty(), attributes);
  }

  /** Returns an operator of one output that refuses some nodes. */
  static GraphOperator of(
      Function<NodeCall, GraphValue> body,
      Function<NodeText, Optional<String>> complaint,
      String... attributes) {
    return new GraphOperator(Set.of(attributes), complaint, call -> List.of(body.apply(call)));
  }

  /** Returns an operator of several outputs. */
  static GraphOperator several(Function<NodeCall, List<GraphValue>> body, String... attributes) {
    return new GraphOperator(Set.of(attributes), node -> Optional.empty(), body);
  }
}
