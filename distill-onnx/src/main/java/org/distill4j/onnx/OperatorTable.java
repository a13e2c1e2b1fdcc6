package org.distill4j.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operators of ONNX that can be recorded, by their types. */
final class OperatorTable {
  private static final Map<String, GraphOperator> ALL = collect();

  private OperatorTable() {}

  private static Map<String, GraphOperator> collect() {
    Map<String, GraphOperator> all = new HashMap<>();
    List.of(
            ArithmeticOperators.all(),
            UnaryOperators.all(),
            LogicOperators.all(),
            ReductionOperators.all(),
            MoveOperators.all(),
            ShapeOperators.all(),
            SliceOperators.all(),
            MatrixOperators.all(),
            NormOperators.all(),
            ImageOperators.all(),
            ResizeOperators.all(),
            BranchOperators.all())
        .forEach(all::putAll);
    return Map.copyOf(all);
  }

  static Optional<GraphOperator> find(NodeText node) {
    String domain = node.proto().getDomain();
    return domain.isEmpty() || domain.equals("ai.onnx")
        ? Optional.ofNullable(ALL.get(node.proto().getOpType()))
        : Optional.empty();
  }
}
