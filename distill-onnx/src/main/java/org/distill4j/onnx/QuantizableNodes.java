package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * The nodes of a graph that int8 pays off for: matrix products and convolutions by weights. Their
 * first input is the activation, their second the weight.
 */
final class QuantizableNodes {
  private final Map<String, TensorProto> floats = new LinkedHashMap<>();
  private final List<NodeProto> nodes;

  QuantizableNodes(GraphProto graph) {
    this(graph, weight -> true);
  }

  /** Those by some of the weights. */
  QuantizableNodes(GraphProto graph, Predicate<String> weights) {
    graph.getInitializerList().stream()
        .filter(OnnxTensors::isFloat)
        .forEach(tensor -> floats.put(tensor.getName(), tensor));
    nodes =
        graph.getNodeList().stream()
            .filter(node -> axis(node).isPresent() && weights.test(node.getInput(1)))
            .toList();
  }

  List<NodeProto> nodes() {
    return nodes;
  }

  /** The weights, by name, with the axis of their output channels. */
  Map<String, Integer> weights() {
    Map<String, Integer> weights = new LinkedHashMap<>();
    nodes.forEach(node -> weights.put(node.getInput(1), axis(node).orElseThrow()));
    return weights;
  }

  TensorProto weight(String name) {
    TensorProto tensor = floats.get(name);
    if (tensor == null) {
      throw new IllegalStateException("There is no weight " + name + " in " + floats.keySet());
    }
    return tensor;
  }

  /** The axis of a node's weight that its output channels are on, if it is quantised. */
  private OptionalInt axis(NodeProto node) {
    boolean weighted = node.getInputCount() > 1 && floats.containsKey(node.getInput(1));
    boolean constant = weighted && floats.containsKey(node.getInput(0));
    if (!weighted || constant) {
      return OptionalInt.empty();
    }
    int rank = weight(node.getInput(1)).getDimsCount();
    return switch (node.getOpType()) {
      case "Conv" -> OptionalInt.of(0);
      case "MatMul" -> rank == 2 ? OptionalInt.of(1) : OptionalInt.empty();
      case "Gemm" -> OptionalInt.of(transposed(node) ? 0 : 1);
      default -> OptionalInt.empty();
    };
  }

  private static boolean transposed(NodeProto node) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals("transB"))
        .anyMatch(attribute -> attribute.getI() == 1);
  }

  /** The number of nodes that read a value. */
  static long readers(GraphProto graph, String value) {
    return graph.getNodeList().stream()
        .flatMap(node -> node.getInputList().stream())
        .filter(value::equals)
        .count();
  }
}
