package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The nodes of a graph, in which an If whose condition is stored is the nodes of its branch, and
 * the stored values of the graph and of all branches that are left.
 */
final class Branches {
  private final String file;
  private final int opset;
  private final List<NodeText> nodes = new ArrayList<>();
  private final Map<String, TensorProto> stored = new LinkedHashMap<>();
  private final Map<String, TensorProto> known = new LinkedHashMap<>();

  private Branches(String file, int opset) {
    this.file = file;
    this.opset = opset;
  }

  static Branches of(String file, GraphProto graph, int opset) {
    Branches branches = new Branches(file, opset);
    branches.add(graph);
    return branches;
  }

  List<NodeText> nodes() {
    return nodes;
  }

  Map<String, TensorProto> stored() {
    return stored;
  }

  /** What a node reads, the nodes of its branches included. */
  static Set<String> read(NodeText node) {
    Set<String> read = new HashSet<>(node.proto().getInputList());
    BranchOperators.nodes(node).forEach(inner -> read.addAll(inner.proto().getInputList()));
    everyGraph(node)
        .forEach(graph -> graph.getOutputList().forEach(output -> read.add(output.getName())));
    return read;
  }

  private static List<GraphProto> everyGraph(NodeText node) {
    List<GraphProto> all = new ArrayList<>(BranchOperators.graphs(node));
    BranchOperators.nodes(node).forEach(inner -> all.addAll(BranchOperators.graphs(inner)));
    return all;
  }

  private void add(GraphProto graph) {
    graph.getInitializerList().forEach(this::store);
    for (NodeProto proto : graph.getNodeList()) {
      NodeText node = new NodeText(proto, opset);
      if (proto.getOpType().equals("Constant")) {
        node.tensor("value").ifPresent(value -> known.put(proto.getOutput(0), value));
      }
      Optional<GraphProto> taken = taken(node);
      if (taken.isPresent()) {
        add(taken.get());
        rename(taken.get(), proto);
      } else {
        everyGraph(node).forEach(inner -> inner.getInitializerList().forEach(this::store));
        nodes.add(node);
      }
    }
  }

  private void store(TensorProto tensor) {
    known.put(tensor.getName(), tensor);
    TensorProto other = stored.put(tensor.getName(), tensor);
    if (other != null && !other.equals(tensor)) {
      throw new IllegalArgumentException(
          file
              + " holds two values \""
              + tensor.getName()
              + "\", expected one of each name, in branches too.\n"
              + "Maybe export the model again with another program.");
    }
  }

  private Optional<GraphProto> taken(NodeText node) {
    List<GraphProto> graphs = BranchOperators.graphs(node);
    if (graphs.isEmpty() || node.proto().getInputCount() == 0) {
      return Optional.empty();
    }
    return Optional.ofNullable(known.get(node.proto().getInput(0)))
        .filter(value -> OnnxElements.complaint(value).isEmpty() && isOne(value))
        .map(value -> graphs.get(OnnxElements.host(value).at(0) == 0 ? 1 : 0));
  }

  private static boolean isOne(TensorProto value) {
    return OnnxElements.recorded(OnnxElements.type(value)).isPresent()
        && HostShapes.size(OnnxElements.dims(value)) == 1;
  }

  private void rename(GraphProto branch, NodeProto node) {
    int count = Math.min(branch.getOutputCount(), node.getOutputCount());
    for (int i = 0; i < count; i++) {
      NodeProto same =
          NodeProto.newBuilder()
              .setOpType("Identity")
              .addInput(branch.getOutput(i).getName())
              .addOutput(node.getOutput(i))
              .build();
      nodes.add(new NodeText(same, opset));
    }
  }
}
