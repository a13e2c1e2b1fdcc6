package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.Operation;
import org.tensorflow.Output;

/**
 * What goes into a graph: variables, host tensors and numbers. All numbers, the program's and then
 * those of the optimizer, arrive as one vector, since each feed costs.
 */
final class TfLeaves {
  private final TfNodes nodes;
  private final Map<String, Output<?>> variables = new LinkedHashMap<>();
  private final Map<String, Output<?>> reads = new LinkedHashMap<>();
  private final Map<Integer, Placeholder> feeds = new TreeMap<>();
  private final Optional<Placeholder> vector;
  private final List<Output<?>> numbers;

  /** An input of the graph, what the graph reads it as, and its type and shape. */
  record Placeholder(Output<?> node, Output<?> value, TensorSpec spec) {}

  TfLeaves(TfNodes nodes, int numberCount) {
    this.nodes = nodes;
    this.vector =
        numberCount == 0
            ? Optional.empty()
            : Optional.of(placeholder(TensorSpec.floats(numberCount)));
    this.numbers = vector.map(all -> unpacked(all.value(), numberCount)).orElse(List.of());
  }

  private Placeholder placeholder(TensorSpec spec) {
    Output<?> node = nodes.placeholder(spec);
    return new Placeholder(node, nodes.ofShape(node, spec), spec);
  }

  private List<Output<?>> unpacked(Output<?> vector, int count) {
    Operation unpacked =
        nodes.node(
            "Unpack", builder -> builder.addInput(vector).setAttr("num", count).setAttr("axis", 0));
    List<Output<?>> single = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      single.add(unpacked.output(i));
    }
    return single;
  }

  Output<?> variable(String name, Shape shape) {
    return variables.computeIfAbsent(name, n -> nodes.variable(n, shape));
  }

  /** The value of a variable before this run. */
  Output<?> read(String name, Shape shape) {
    return reads.computeIfAbsent(name, n -> nodes.read(variable(n, shape)));
  }

  Output<?> feed(int index, TensorSpec spec) {
    return feeds.computeIfAbsent(index, i -> placeholder(spec)).value();
  }

  Output<?> number(int index) {
    return numbers.get(index);
  }

  /** The numbers from one on. */
  List<Output<?>> numbersFrom(int index) {
    return numbers.subList(index, numbers.size());
  }

  /** An operation that waits for all reads so far, so that no variable is written too early. */
  Operation afterReads() {
    List<Operation> waited = new ArrayList<>();
    reads.values().forEach(read -> waited.add(read.op()));
    return nodes.after(waited);
  }

  /** The program's feeds that are in use, by index. */
  Map<Integer, Placeholder> feeds() {
    return feeds;
  }

  /** The vector of all numbers, if there are any. */
  Optional<Placeholder> vector() {
    return vector;
  }
}
