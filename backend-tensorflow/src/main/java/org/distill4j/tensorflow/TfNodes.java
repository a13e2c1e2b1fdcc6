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

  /** One operation with everything that the settings give it. */
  Operation node(String type, Consumer<OperationBuilder> settings) {
    OperationBuilder builder = graph.opBuilder(type, type + "_" + count++, graph.baseScope());
    settings.accept(builder);
    return builder.build();
  }

  /** The result of an operation on some inputs. */
  Output<?> op(String type, Output<?>... inputs) {
    return op(type, builder -> {}, inputs);
  }

  /** The result of an operation on some inputs with attributes. */
  Output<?> op(String type, Consumer<OperationBuilder> settings, Output<?>... inputs) {
    return node(
            type,
            builder -> {
              Arrays.stream(inputs).forEach(builder::addInput);
              settings.accept(builder);
            })
        .output(0);
  }

  /** The result of an operation on a list, and on more inputs after it. */
  Output<?> opOnList(
      String type, Consumer<OperationBuilder> settings, List<Output<?>> list, Output<?>... more) {
    return node(
            type,
            builder -> {
              builder.addInputList(array(list));
              Arrays.stream(more).forEach(builder::addInput);
              settings.accept(builder);
            })
        .output(0);
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

  private static Output<?>[] array(List<Output<?>> outputs) {
    return outputs.toArray(new Output<?>[0]);
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

  Output<?> read(Output<?> variable) {
    return op("ReadVariableOp", builder -> builder.setAttr("dtype", DataType.DT_FLOAT), variable);
  }

  /** Some rows of a variable. */
  Output<?> rows(Output<?> variable, Output<?> ids) {
    return op(
        "ResourceGather", builder -> builder.setAttr("dtype", DataType.DT_FLOAT), variable, ids);
  }

  /** Some rows of a variable after an operation has run. */
  Output<?> rowsAfter(Operation written, Output<?> variable, Output<?> ids) {
    return op(
        "ResourceGather",
        builder -> builder.setAttr("dtype", DataType.DT_FLOAT).addControlInput(written),
        variable,
        ids);
  }

  /** The value of a variable after something was written to it. */
  Output<?> readAfter(Operation written, Output<?> variable) {
    return op(
        "ReadVariableOp",
        builder -> builder.setAttr("dtype", DataType.DT_FLOAT).addControlInput(written),
        variable);
  }

  /** Writes to a variable by the given kind of assignment, after an operation has run. */
  Operation assign(String type, Output<?> variable, Output<?> value, Operation after) {
    return node(
        type,
        builder ->
            builder
                .addInput(variable)
                .addInput(value)
                .setAttr("dtype", DataType.DT_FLOAT)
                .addControlInput(after));
  }

  @Override
  public void close() {
    graph.close();
  }
}
