package org.distill4j.tensorflow;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.Tensor;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** A graph under construction, from which {@link TfRuntime#install} takes a copy. */
final class TfNodes implements AutoCloseable {
  private final Graph graph = new Graph();
  private int count;

  Graph graph() {
    return graph;
  }

  /** An operation on some inputs, with what the settings add. */
  Operation node(String type, Consumer<OperationBuilder> settings, Output<?>... inputs) {
    OperationBuilder builder = graph.opBuilder(type, type + "_" + count++, graph.baseScope());
    Arrays.stream(inputs).forEach(builder::addInput);
    settings.accept(builder);
    return builder.build();
  }

  /** The result of an operation on some inputs. */
  Output<?> op(String type, Output<?>... inputs) {
    return op(type, builder -> {}, inputs);
  }

  /** The result of an operation on some inputs with attributes. */
  Output<?> op(String type, Consumer<OperationBuilder> settings, Output<?>... inputs) {
    return node(type, settings, inputs).output(0);
  }

  /** The result of an operation on a list, and on more inputs after it. */
  Output<?> joined(String type, List<Output<?>> list, Output<?>... more) {
    return op(
        type,
        builder -> {
          builder.addInputList(list.toArray(new Output<?>[0]));
          Arrays.stream(more).forEach(builder::addInput);
        });
  }

  /** An operation that does nothing but wait for others. */
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
    try (Tensor tensor = TFloat32.scalarOf((float) value)) {
      return constant(tensor);
    }
  }

  Output<?> floats(float... values) {
    try (Tensor tensor = TFloat32.vectorOf(values)) {
      return constant(tensor);
    }
  }

  Output<?> integer(int value) {
    try (Tensor tensor = TInt32.scalarOf(value)) {
      return constant(tensor);
    }
  }

  Output<?> integers(int... values) {
    try (Tensor tensor = TInt32.vectorOf(values)) {
      return constant(tensor);
    }
  }

  /** Integers in rows of one length. */
  Output<?> matrix(int width, int... values) {
    return constant(
        HostTensor.ofInts(org.distill4j.tensor.Shape.of(values.length / width, width), values));
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

  /** The handle of a float32 variable; the same name is the same variable in every graph. */
  Output<?> variable(String name, org.distill4j.tensor.Shape shape) {
    return op(
        "VarHandleOp",
        builder ->
            builder
                .setAttr("dtype", DataType.DT_FLOAT)
                .setAttr("shape", TfMemory.shape(shape))
                .setAttr("shared_name", name));
  }

  /** The value of a variable after some operations have run. */
  Output<?> read(Output<?> variable, Operation... before) {
    return op("ReadVariableOp", afterAll(before), variable);
  }

  /** Some rows of a variable after some operations have run. */
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

  @Override
  public void close() {
    graph.close();
  }
}
