package org.distill4j.tensorflow;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.distill4j.tensor.HostTensor;
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
  private final Map<TfValue, Output<?>> unread = new HashMap<>();
  private final List<Operation> readers = new ArrayList<>();
  private final List<TfBuffer.Source> sources = new ArrayList<>();
  private final Map<String, ToDoubleFunction<double[]>> numbers = new LinkedHashMap<>();

  TfInputs(TfNodes nodes) {
    this.nodes = nodes;
  }

  /** A variable itself, to be written. */
  Output<?> handle(String name, Shape shape) {
    return handles.computeIfAbsent(name, n -> nodes.variable(n, shape));
  }

  /** The value of a variable before this run; it is read when that is asked for. */
  TfValue variable(String name, Shape shape) {
    Output<?> handle = handle(name, shape);
    TfValue value = TfValue.lazy(nodes, shape, () -> read(handle));
    unread.put(value, handle);
    return value;
  }

  private Output<?> read(Output<?> handle) {
    unread.values().remove(handle);
    return noted(nodes.read(handle));
  }

  private Output<?> noted(Output<?> read) {
    readers.add(read.op());
    return read;
  }

  /** Rows of a variable that nobody reads as a whole, so that no table is ever copied. */
  Optional<Output<?>> rows(TfValue table, Output<?> ids) {
    return Optional.ofNullable(unread.get(table)).map(handle -> noted(nodes.rows(handle, ids)));
  }

  TfValue feed(int index, TensorSpec spec) {
    Output<?> placeholder =
        source(spec, (bytes, feeds, scalars) -> bytes.put(feeds.get(index).bytes()));
    return TfValue.of(nodes, spec.shape(), TfValue.Form.PLAIN, placeholder);
  }

  private Output<?> source(TensorSpec spec, TfBuffer.Content content) {
    Output<?> placeholder = nodes.placeholder(spec);
    sources.add(new TfBuffer.Source(placeholder.op().name(), spec, content));
    return placeholder;
  }

  /** A number that the host computes before a run. */
  TfValue number(ToDoubleFunction<double[]> value) {
    return TfValue.number(
        nodes,
        value,
        () -> {
          Output<?> placeholder = nodes.placeholder(TensorSpec.floats());
          numbers.put(placeholder.op().name(), value);
          return placeholder;
        });
  }

  /** What has read a variable so far. */
  List<Operation> readers() {
    return readers;
  }

  /** What the graph is fed with, which {@link #definition} completes. */
  List<TfBuffer.Source> sources() {
    return sources;
  }

  /** The graph so far. All numbers arrive as one vector, since each feed costs. */
  GraphDef definition() {
    if (numbers.isEmpty()) {
      return nodes.graph().toGraphDef();
    }
    List<String> names = List.copyOf(numbers.keySet());
    Output<?> vector = source(TensorSpec.floats(names.size()), this::writeNumbers);
    String unpacked =
        nodes.node("Unpack", builder -> builder.setAttr("num", names.size()), vector).name();
    GraphDef.Builder graph = nodes.graph().toGraphDef().toBuilder();
    for (NodeDef.Builder node : graph.getNodeBuilderList()) {
      int index = names.indexOf(node.getName());
      if (index >= 0) {
        connect(node, unpacked + ":" + index);
      }
    }
    return graph.build();
  }

  private void writeNumbers(ByteBuffer bytes, List<HostTensor> feeds, double... scalars) {
    numbers.values().forEach(number -> bytes.putFloat((float) number.applyAsDouble(scalars)));
  }

  /** A number's placeholder becomes one of the vector's elements. */
  private static void connect(NodeDef.Builder node, String element) {
    AttrValue type = node.getAttrOrThrow("dtype");
    node.setOp("Identity").clearAttr().putAttr("T", type).addInput(element);
  }
}
