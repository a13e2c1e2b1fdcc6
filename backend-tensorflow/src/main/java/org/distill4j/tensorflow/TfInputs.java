package org.distill4j.tensorflow;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** The inputs of a program: variables, host tensors and numbers. */
final class TfInputs {
  private final TfNodes nodes;
  private final Set<String> read;
  private final Map<String, Output<?>> handles = new HashMap<>();
  private final List<Operation> readers = new ArrayList<>();
  private final List<TfBuffer> buffers = new ArrayList<>();
  private final int scalars;
  private final List<Output<?>> numbers = new ArrayList<>();

  /**
   * Creates those of a program.
   *
   * @param nodes the program's operations
   * @param scalars how many numbers it is given
   * @param read the variables that are read as a whole
   */
  TfInputs(TfNodes nodes, int scalars, Set<String> read) {
    this.nodes = nodes;
    this.read = read;
    this.scalars = scalars;
  }

  private static void writeScalars(ByteBuffer bytes, List<HostTensor> feeds, double... scalars) {
    for (double scalar : scalars) {
      bytes.putFloat((float) scalar);
    }
  }

  private Output<?> fed(TensorSpec spec, TfBuffer.Content content) {
    Output<?> placeholder = nodes.placeholder(spec);
    buffers.add(new TfBuffer(placeholder, spec, content));
    return placeholder;
  }

  Output<?> feed(int index, TensorSpec spec) {
    return fed(spec, (bytes, feeds, scalars) -> bytes.put(feeds.get(index).bytes()));
  }

  /** Returns one of the numbers, which arrive as one vector, since each feed costs. */
  Output<?> scalar(int index) {
    if (numbers.isEmpty()) {
      Output<?> vector = fed(TensorSpec.floats(scalars), TfInputs::writeScalars);
      numbers.addAll(nodes.parts("Unpack", "num", scalars, vector));
    }
    return numbers.get(index);
  }

  /** Returns a variable itself, for writing. */
  Output<?> handle(String name, Shape shape) {
    return handles.computeIfAbsent(name, key -> nodes.variable(key, shape));
  }

  /**
   * Returns a variable's value before this run, or the variable itself if nobody needs all of it.
   */
  Output<?> variable(String name, Shape shape) {
    Output<?> handle = handle(name, shape);
    return read.contains(name) ? noted(nodes.read(handle)) : handle;
  }

  /** Returns rows of a table, which is not copied as a whole if it is a variable. */
  Output<?> rows(Output<?> table, Output<?> ids) {
    return table.dataType() == DataType.DT_RESOURCE
        ? noted(nodes.rows(table, ids))
        : nodes.op("GatherV2", table, ids, nodes.integer(0));
  }

  private Output<?> noted(Output<?> read) {
    readers.add(read.op());
    return read;
  }

  /** Returns the operations that read variables as they were before this run. */
  List<Operation> readers() {
    return readers;
  }

  /** Returns the feeds of each run. */
  List<TfBuffer> buffers() {
    return buffers;
  }
}
