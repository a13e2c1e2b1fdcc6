package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An operator that runs one of two graphs. */
final class BranchOperators {
  static final String IF = "If";
  private static final String THEN = "then_branch";
  private static final String ELSE = "else_branch";

  private BranchOperators() {}

  static Map<String, GraphOperator> all() {
    return Map.of(IF, GraphOperator.several(BranchOperators::branch, THEN, ELSE));
  }

  /** The graphs that a node may run. */
  static List<GraphProto> graphs(NodeText node) {
    return node.proto().getOpType().equals(IF)
        ? List.of(node.graph(THEN), node.graph(ELSE))
        : List.of();
  }

  /** The nodes that the graphs of a node may run, those within them too. */
  static Stream<NodeText> nodes(NodeText node) {
    return graphs(node).stream()
        .flatMap(graph -> graph.getNodeList().stream())
        .map(inner -> new NodeText(inner, node.opset()))
        .flatMap(inner -> Stream.concat(Stream.of(inner), nodes(inner)));
  }

  private static List<GraphValue> branch(NodeCall call) {
    if (!(call.in(0) instanceof HostValue condition)) {
      throw new IllegalArgumentException(
          "The condition depends on the data, "
              + call.in(0)
              + ", expected one that follows from lengths or stored values alone.\n"
              + "Maybe export the model without the branch, or use it as an OnnxTeacher.");
    }
    return call.branches().apply(call.node().graph(condition.at(0) == 0 ? ELSE : THEN));
  }
}
