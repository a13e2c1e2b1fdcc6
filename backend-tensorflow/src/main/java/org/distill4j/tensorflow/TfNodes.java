package org.distill4j.tensorflow;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.Tensor;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Adds one program's operations to a graph. */
final class TfNodes {
  private final Graph graph;
  private final String prefix;
  private final String placement;
  private int count;

  /**
   * Creates a program without operations yet.
   *
   * @param graph the graph
   * @param prefix what the names of operations begin with, which is no other program's
   * @param placement the device that they run on
   */
  TfNodes(Graph graph, String prefix, String placement) {
    this.graph = graph;
    this.prefix = prefix;
    this.placement = placement;
  }

  /** Adds an operation on some inputs, with attributes. */
  Operation node(String type, Consumer<OperationBuilder> settings, Output<?>... inputs) {
    String name = prefix + "/" + type + "_" + count++;
    OperationBuilder builder = graph.opBuilder(type, name, graph.baseScope()).setDevice(placement);
    Arrays.stream(inputs).forEach(builder::addInput);
    settings.accept(builder);
    return builder.build();
  }

  /** Returns the result of an operation on some inputs. */
  Output<?> op(String type, Output<?>... inputs) {
    return op(type, builder -> {}, inputs);
  }

  /** Returns the result of an operation on some inputs with attributes. */
  Output<?> op(String type, Consumer<OperationBuilder> settings, Output<?>... inputs) {
    return node(type, settings, inputs).output(0);
  }

  /** Returns the result of an operation on a list, and on more inputs after it. */
  Output<?> joined(String type, List<Output<?>> list, Output<?>... more) {
    return op(
        type,
        builder -> {
          builder.addInputList(list.toArray(new Output<?>[0]));
          Arrays.stream(more).forEach(builder::addInput);
        });
  }

  /** Returns the results of an operation that splits a value. */
  List<Output<?>> parts(String type, String attribute, int count, Output<?>... inputs) {
    Operation node = node(type, builder -> builder.setAttr(attribute, count), inputs);
    return IntStream.range(0, count).<Output<?>>mapToObj(node::output).toList();
  }

  /** Adds an operation that only waits for others. */
  Operation after(Collection<Operation> operations) {
    return node("NoOp", builder -> operations.forEach(builder::addControlInput));
  }

  Output<?> placeholder(TensorSpec spec) {
    return op(
        "Placeholder",
        builder ->
            builder
                .setAttr("dtype", TfMemory.type(spec.type()))
                .setAttr("shape", TfMemory.shape(spec.shape())));
  }

  Output<?> constant(HostTensor value) {
    try (Tensor tensor = TfMemory.copyOf(value)) {
      return constant(tensor);
    }
  }

  Output<?> number(double value) {
    return constant(HostTensor.ofFloats(Shape.scalar(), (float) value));
  }

  Output<?> integer(int value) {
    return constant(HostTensor.ofInts(Shape.scalar(), value));
  }

  Output<?> integers(int... values) {
    try (Tensor tensor = TInt32.vectorOf(values)) {
      return constant(tensor);
    }
  }

  /** Integers in rows of one length. */
  Output<?> matrix(int width, int... values) {
    return constant(HostTensor.ofInts(Shape.of(values.length / width, width), values));
  }

  /** Returns an empty vector. */
  Output<?> none() {
    try (Tensor tensor = TFloat32.vectorOf()) {
      return constant(tensor);
    }
  }

  private Output<?> constant(Tensor value) {
    return op(
        "Const", builder -> builder.setAttr("dtype", value.dataType()).setAttr("value", value));
  }

  Output<?> transpose(Output<?> input, int... order) {
    return op("Transpose", input, integers(order));
  }

  Output<?> reshape(Output<?> input, int... dims) {
    return op("Reshape", input, integers(dims));
  }

  /** Returns the same elements in four axes, the first of which may be new. */
  Output<?> image(Output<?> input) {
    Shape shape = TfMemory.shape(input);
    while (shape.rank() < 4) {
      shape = shape.prepend(1);
    }
    return shape.rank() == input.shape().numDimensions() ? input : reshape(input, shape.dims());
  }

  /**
   * Returns the handle of a float32 variable; the same name is the same variable in every program.
   */
  Output<?> variable(String name, Shape shape) {
    return handle(name, TfMemory.shape(shape));
  }

  /** Returns the handle of a float32 variable of any shape, which is this program's own. */
  Output<?> scratch() {
    return handle(prefix + "/" + count, org.tensorflow.ndarray.Shape.unknown());
  }

  private Output<?> handle(String name, org.tensorflow.ndarray.Shape shape) {
    return op(
        "VarHandleOp",
        builder ->
            builder
                .setAttr("dtype", DataType.DT_FLOAT)
                .setAttr("shape", shape)
                .setAttr("shared_name", name));
  }

  /** Returns the value of a variable after some operations have run. */
  Output<?> read(Output<?> variable, Operation... before) {
    return op("ReadVariableOp", afterAll(before), variable);
  }

  /** Returns some rows of a variable after some operations have run. */
  Output<?> rows(Output<?> variable, Output<?> ids, Operation... before) {
    return op("ResourceGather", afterAll(before), variable, ids);
  }

  /** Writes to a variable by the given kind of assignment, after some operations have run. */
  Operation assign(String type, Output<?> variable, Output<?> value, Operation... before) {
    return node(type, afterAll(before), variable, value);
  }

  private static Consumer<OperationBuilder> afterAll(Operation... before) {
    return builder -> {
      builder.setAttr("dtype", DataType.DT_FLOAT);
      Arrays.stream(before).forEach(builder::addControlInput);
    };
  }
}
