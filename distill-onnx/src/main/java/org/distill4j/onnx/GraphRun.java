package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.distill4j.core.engine.ScopeTree;
import org.distill4j.model.Inputs;
import org.distill4j.model.Scope;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Tensor;

/** Records a graph node by node. */
final class GraphRun {
  private static final long MOST_COMPUTED = 1L << 26;

  private final Scope scope;
  private final ScopeTree scopes;
  private final GraphWeights weights;
  private final ValuePaths taps;
  private final Map<String, GraphValue> values = new HashMap<>();
  private long computed;

  GraphRun(Scope scope, GraphWeights weights, ValuePaths taps) {
    this.scope = scope;
    this.scopes = new ScopeTree(scope);
    this.weights = weights;
    this.taps = taps;
  }

  /** Returns the graph's outputs under the names that the model gives them. */
  Map<String, Tensor> run(ModelGraph graph, Inputs inputs) {
    graph
        .inputs()
        .forEach(
            input ->
                values.put(input.getName(), GraphInputs.value(input, inputs.get(input.getName()))));
    values.putAll(weights.constants());
    weights.tensors().forEach((name, first) -> values.put(name, weight(name, first)));
    graph.nodes().forEach(this::record);
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    graph.outputs().forEach((inFile, name) -> outputs.put(name, output(value(inFile))));
    return outputs;
  }

  private static Tensor output(GraphValue value) {
    return value.type() == DType.BOOL ? value.floats() : value.tensor();
  }

  private GraphValue weight(String name, HostTensor first) {
    String path = weights.path(name);
    Scope around = scopes.of(path);
    String own = ScopeTree.name(path);
    return new GraphTensor(
        weights.isState(name)
            ? around.state(own, first.shape(), (all, shape, random) -> first.floats().get(all))
            : around.parameter(
                own, first.shape(), (all, shape, random) -> first.floats().get(all)));
  }

  private void move(String name, Tensor next) {
    String path = weights.path(name);
    scopes.of(path).updateState(ScopeTree.name(path), next);
  }

  private void record(NodeText node) {
    List<Optional<GraphValue>> operands = new ArrayList<>();
    for (String input : node.proto().getInputList()) {
      operands.add(input.isEmpty() ? Optional.empty() : Optional.of(value(input)));
    }
    List<GraphValue> results;
    try {
      NodeCall call =
          new NodeCall(node, operands, scope.mode(), this::move, graph -> branch(node, graph));
      results = OperatorTable.find(node).orElseThrow().body().apply(call);
    } catch (IllegalArgumentException error) {
      throw new IllegalArgumentException("In node " + node + ": " + error.getMessage(), error);
    } catch (ArithmeticException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | NoSuchElementException error) {
      throw new IllegalArgumentException(
          "In node "
              + node
              + ": its numbers do not fit its inputs ("
              + error.getMessage()
              + "), expected those of a "
              + node.proto().getOpType()
              + ".\nMaybe the file is damaged.",
          error);
    }
    for (int i = 0; i < Math.min(results.size(), node.proto().getOutputCount()); i++) {
      keep(node.proto().getOutput(i), results.get(i));
    }
  }

  private List<GraphValue> branch(NodeText node, GraphProto graph) {
    graph.getNodeList().forEach(inner -> record(new NodeText(inner, node.opset())));
    return graph.getOutputList().stream().map(output -> value(output.getName())).toList();
  }

  private void keep(String name, GraphValue value) {
    values.put(name, value);
    if (value instanceof HostValue host && !host.isUniform()) {
      computed += host.size();
      if (computed > MOST_COMPUTED) {
        throw new IllegalArgumentException(
            "More than "
                + MOST_COMPUTED
                + " elements are computed from lengths up to \""
                + name
                + "\", expected fewer.\nMaybe the file is damaged.");
      }
    }
    if (value instanceof GraphTensor known && value.type() == DType.FLOAT32) {
      String path = taps.get(name);
      scopes.of(path).tap(ScopeTree.name(path), known.tensor());
    }
  }

  private GraphValue value(String name) {
    GraphValue value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "The value \""
              + name
              + "\" is read before any node gives it, expected one of an input, a stored value or a"
              + " node before.\nMaybe it is a second output that is not supported, as a dropout's"
              + " mask, or the file was cut.");
    }
    return value;
  }
}
