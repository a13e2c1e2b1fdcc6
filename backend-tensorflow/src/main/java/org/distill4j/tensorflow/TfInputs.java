package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** What goes into a graph: variables, host tensors, and numbers that the host has computed. */
final class TfInputs {
  private final TfNodes nodes;
  private final Map<String, Output<?>> handles = new LinkedHashMap<>();
  private final Map<String, TfValue> reads = new LinkedHashMap<>();
  private final Map<TfValue, Output<?>> unread = new HashMap<>();
  private final List<Operation> readers = new ArrayList<>();
  private final Map<Integer, Fed> feeds = new TreeMap<>();
  private final List<ToDoubleFunction<double[]>> numbers = new ArrayList<>();
  private final Map<String, Integer> numbered = new HashMap<>();

  /** A host tensor's place in the graph. */
  record Fed(Output<?> placeholder, TensorSpec spec) {}

  TfInputs(TfNodes nodes) {
    this.nodes = nodes;
  }

  /** A variable itself, to be written. */
  Output<?> handle(String name, Shape shape) {
    return handles.computeIfAbsent(name, n -> nodes.variable(n, shape));
  }

  /** The value of a variable before this run; it is read when that is asked for. */
  TfValue variable(String name, Shape shape) {
    return reads.computeIfAbsent(name, n -> unread(handle(n, shape), shape));
  }

  private TfValue unread(Output<?> handle, Shape shape) {
    TfValue value = TfValue.lazy(nodes, shape, Map.of(TfValue.Form.PLAIN, () -> read(handle)));
    unread.put(value, handle);
    return value;
  }

  private Output<?> read(Output<?> handle) {
    unread.values().remove(handle);
    Output<?> read = nodes.read(handle);
    readers.add(read.op());
    return read;
  }

  /** Rows of a variable that nobody reads as a whole, so that no table is ever copied. */
  Optional<Output<?>> rows(TfValue table, Output<?> ids) {
    return Optional.ofNullable(unread.get(table))
        .map(
            handle -> {
              Output<?> rows = nodes.rows(handle, ids);
              readers.add(rows.op());
              return rows;
            });
  }

  TfValue feed(int index, TensorSpec spec) {
    Fed fed = feeds.computeIfAbsent(index, i -> new Fed(nodes.placeholder(spec), spec));
    return TfValue.of(nodes, spec.shape(), TfValue.Form.PLAIN, fed.placeholder());
  }

  /** A number that the host computes before a run. */
  TfValue number(ToDoubleFunction<double[]> value) {
    return TfValue.number(
        nodes,
        value,
        () -> {
          Output<?> placeholder = nodes.placeholder(TensorSpec.floats());
          numbered.put(placeholder.op().name(), numbers.size());
          numbers.add(value);
          return placeholder;
        });
  }

  /** What has read a variable so far. */
  List<Operation> readers() {
    return readers;
  }

  /** The host tensors that are in use, by index. */
  Map<Integer, Fed> feeds() {
    return feeds;
  }

  /** How the numbers that are in use follow from those that a run is given. */
  List<ToDoubleFunction<double[]>> numbers() {
    return numbers;
  }

  /**
   * The graph so far. All numbers arrive as one vector, since each feed costs.
   *
   * @param vector the operation that takes them, if there are any
   */
  record Definition(GraphDef graph, Optional<String> vector) {}

  Definition definition() {
    if (numbers.isEmpty()) {
      return new Definition(nodes.graph().toGraphDef(), Optional.empty());
    }
    Output<?> vector = nodes.placeholder(TensorSpec.floats(numbers.size()));
    String unpacked =
        nodes
            .node("Unpack", builder -> builder.addInput(vector).setAttr("num", numbers.size()))
            .name();
    GraphDef.Builder graph = nodes.graph().toGraphDef().toBuilder();
    graph.getNodeBuilderList().forEach(node -> connect(node, unpacked));
    return new Definition(graph.build(), Optional.of(vector.op().name()));
  }

  /** A number's placeholder becomes one of the vector's elements. */
  private void connect(NodeDef.Builder node, String unpacked) {
    Integer index = numbered.get(node.getName());
    if (index != null) {
      AttrValue type = node.getAttrOrThrow("dtype");
      node.setOp("Identity").clearAttr().putAttr("T", type).addInput(unpacked + ":" + index);
    }
  }
}
