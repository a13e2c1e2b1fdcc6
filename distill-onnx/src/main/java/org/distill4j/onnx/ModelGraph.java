package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of a file's graph its outputs need.
 *
 * @param opset the version of the operators
 * @param producer who made the file
 * @param inputs what is given to the graph, in order
 * @param outputs the names of its outputs, in order
 * @param nodes the nodes, each after those that it reads
 * @param stored the values that the file holds, by name
 */
record ModelGraph(
    int opset,
    String producer,
    List<ValueInfoProto> inputs,
    List<String> outputs,
    List<NodeText> nodes,
    Map<String, TensorProto> stored) {

  static ModelGraph of(ModelProto model) {
    GraphProto graph = model.getGraph();
    int opset =
        model.getOpsetImportList().stream()
            .filter(set -> set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx"))
            .mapToInt(ModelGraph::version)
            .findFirst()
            .orElse(0);
    List<String> outputs = graph.getOutputList().stream().map(ValueInfoProto::getName).toList();
    Set<String> needed = new HashSet<>(outputs);
    List<NodeText> nodes = new ArrayList<>();
    for (int i = graph.getNodeCount() - 1; i >= 0; i--) {
      NodeProto node = graph.getNode(i);
      if (node.getOutputList().stream().anyMatch(needed::contains)) {
        needed.addAll(node.getInputList());
        nodes.add(new NodeText(node, opset));
      }
    }
    Collections.reverse(nodes);
    Map<String, TensorProto> stored = new LinkedHashMap<>();
    graph.getInitializerList().stream()
        .filter(tensor -> needed.contains(tensor.getName()))
        .forEach(tensor -> stored.put(tensor.getName(), tensor));
    List<ValueInfoProto> inputs =
        graph.getInputList().stream()
            .filter(
                input ->
                    graph.getInitializerList().stream()
                        .noneMatch(tensor -> tensor.getName().equals(input.getName())))
            .toList();
    return new ModelGraph(
        opset, model.getProducerName(), inputs, outputs, List.copyOf(nodes), stored);
  }

  private static int version(OperatorSetIdProto set) {
    return Math.toIntExact(set.getVersion());
  }

  /** What the outputs are called: by the file, and a single one "logits". */
  List<NodeProto> protos() {
    return nodes.stream().map(NodeText::proto).toList();
  }
}
