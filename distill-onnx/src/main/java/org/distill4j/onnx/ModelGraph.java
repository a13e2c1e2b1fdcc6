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
import java.util.stream.Stream;
import org.distill4j.model.Outputs;

/**
 * The nodes of a file's graph that its outputs need.
 *
 * @param opset the version of the operators
 * @param producer who made the file
 * @param inputs what is given to the graph, in order
 * @param outputs what its outputs are called, by their names in the file, in order
 * @param nodes the nodes, each after those that it reads
 * @param stored the values that the file holds, by name
 */
record ModelGraph(
    int opset,
    String producer,
    List<ValueInfoProto> inputs,
    Map<String, String> outputs,
    List<NodeText> nodes,
    Map<String, TensorProto> stored) {

  /** Returns the nodes that some outputs need; all of them if none are named. */
  static ModelGraph of(String file, ModelProto model, Map<String, String> chosen) {
    GraphProto graph = model.getGraph();
    int opset =
        model.getOpsetImportList().stream()
            .filter(set -> set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx"))
            .mapToInt(ModelGraph::version)
            .findFirst()
            .orElse(0);
    Map<String, String> outputs = outputs(file, graph, chosen);
    Set<String> needed = new HashSet<>(outputs.keySet());
    List<NodeText> nodes = new ArrayList<>();
    Branches branches = Branches.of(file, graph, opset);
    List<NodeText> all = branches.nodes();
    for (int i = all.size() - 1; i >= 0; i--) {
      NodeText node = all.get(i);
      if (node.proto().getOutputList().stream().anyMatch(needed::contains)) {
        needed.addAll(Branches.read(node));
        nodes.add(node);
      }
    }
    Collections.reverse(nodes);
    Map<String, TensorProto> stored = new LinkedHashMap<>(branches.stored());
    stored.keySet().retainAll(needed);
    List<ValueInfoProto> inputs =
        graph.getInputList().stream()
            .filter(
                input ->
                    graph.getInitializerList().stream()
                        .noneMatch(tensor -> tensor.getName().equals(input.getName())))
            .toList();
    if (stored.isEmpty()) {
      nodes.removeIf(node -> isStored(node, stored));
    }
    return new ModelGraph(
        opset, model.getProducerName(), inputs, outputs, List.copyOf(nodes), stored);
  }

  /** PaddlePaddle writes all weights as nodes. */
  private static boolean isStored(NodeText node, Map<String, TensorProto> stored) {
    if (!node.proto().getOpType().equals("Constant") || node.tensor("value").isEmpty()) {
      return false;
    }
    stored.put(node.proto().getOutput(0), node.tensor("value").orElseThrow());
    return true;
  }

  private static int version(OperatorSetIdProto set) {
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, set.getVersion()));
  }

  private static Map<String, String> outputs(
      String file, GraphProto graph, Map<String, String> chosen) {
    Map<String, String> all = new LinkedHashMap<>();
    graph.getOutputList().forEach(output -> all.put(output.getName(), output.getName()));
    for (String name : chosen.keySet()) {
      if (!all.containsKey(name)) {
        throw new IllegalArgumentException(
            file
                + " has no output \""
                + name
                + "\", expected one of "
                + all.keySet()
                + ".\nMaybe the name is misspelt.");
      }
    }
    if (all.size() == 1) {
      all.replaceAll((inFile, same) -> Outputs.LOGITS);
    }
    return Collections.unmodifiableMap(chosen.isEmpty() ? all : new LinkedHashMap<>(chosen));
  }

  /** The nodes and those of the graphs within them. */
  List<NodeText> allNodes() {
    return nodes.stream()
        .flatMap(node -> Stream.concat(Stream.of(node), BranchOperators.nodes(node)))
        .toList();
  }

  List<NodeProto> protos() {
    return allNodes().stream().map(NodeText::proto).toList();
  }
}
