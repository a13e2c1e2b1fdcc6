package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reports everything in a graph that cannot be recorded, before any of it is recorded. */
final class GraphCheck {
  private static final int OLDEST = 9;
  private static final int NEWEST = 21;
  private static final int SHOWN = 10;
  private static final Set<String> QUANTISED =
      Set.of(
          "QuantizeLinear",
          "DequantizeLinear",
          "DynamicQuantizeLinear",
          "MatMulInteger",
          "QLinearMatMul",
          "QLinearConv",
          "ConvInteger");

  private final List<String> complaints = new ArrayList<>();
  private boolean quantised;

  private GraphCheck() {}

  static void require(String file, ModelGraph graph) {
    GraphCheck check = new GraphCheck();
    check.opset(graph.opset());
    if (graph.inputs().isEmpty()) {
      check.add("the graph", "no input");
    }
    graph
        .inputs()
        .forEach(
            input ->
                GraphInputs.refused(input)
                    .ifPresent(why -> check.add("input \"" + input.getName() + "\"", why)));
    graph
        .stored()
        .forEach(
            (name, tensor) -> {
              if (OnnxElements.recorded(OnnxElements.type(tensor)).isEmpty()) {
                check.add("value \"" + name + "\"", "type " + OnnxElements.type(tensor));
              }
              OnnxElements.complaint(tensor)
                  .ifPresent(why -> check.add("value \"" + name + "\"", why));
            });
    graph.allNodes().forEach(check::node);
    check.requireNone(file);
  }

  private void opset(int opset) {
    if (opset < OLDEST || opset > NEWEST) {
      add("opset " + opset, "expected " + OLDEST + " to " + NEWEST);
    }
  }

  private void node(NodeText node) {
    quantised |= QUANTISED.contains(node.proto().getOpType());
    OperatorTable.find(node)
        .ifPresentOrElse(
            operator -> understood(node, operator),
            () -> add(node.toString(), "operator " + qualified(node)));
  }

  private static String qualified(NodeText node) {
    String domain = node.proto().getDomain();
    return (domain.isEmpty() ? "" : domain + ".") + node.proto().getOpType();
  }

  private void understood(NodeText node, GraphOperator operator) {
    node.proto().getAttributeList().stream()
        .map(AttributeProto::getName)
        .filter(name -> !operator.attributes().contains(name))
        .forEach(name -> add(node.toString(), "attribute " + name));
    node.proto().getAttributeList().stream()
        .filter(AttributeProto::hasT)
        .flatMap(attribute -> OnnxElements.complaint(attribute.getT()).stream())
        .forEach(why -> add(node.toString(), why));
    operator.complaint().apply(node).ifPresent(why -> add(node.toString(), why));
  }

  private void add(String who, String why) {
    complaints.add(who + " (" + why + ")");
  }

  private void requireNone(String file) {
    if (complaints.isEmpty()) {
      return;
    }
    int more = complaints.size() - SHOWN;
    List<String> shown = complaints.subList(0, Math.min(SHOWN, complaints.size()));
    throw new IllegalArgumentException(
        file
            + " cannot be a model, because of "
            + String.join(", ", shown)
            + (more > 0 ? " and " + more + " more" : "")
            + ", expected operators, attributes and types that the tensor algebra can stand for.\n"
            + (quantised
                ? "Maybe the file is quantised; take the one with floats."
                : "Maybe export it with another opset, or use it as an OnnxTeacher, which runs any"
                    + " file."));
  }
}
