package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.nio.ByteBuffer;
import java.util.List;
import org.distill4j.tensor.HostTensor;

/** ONNX models as other frameworks make them. */
final class Graphs {
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("foreign");

  private int opset = 17;

  Graphs opset(int version) {
    opset = version;
    return this;
  }

  /** An axis is a number, or a text for a free one. */
  Graphs input(String name, TensorProto.DataType type, Object... axes) {
    graph.addInput(info(name, type, axes));
    return this;
  }

  Graphs output(String name, TensorProto.DataType type, Object... axes) {
    graph.addOutput(info(name, type, axes));
    return this;
  }

  Graphs initializer(String name, HostTensor value) {
    graph.addInitializer(OnnxTensors.of(name, value));
    return this;
  }

  Graphs initializer(String name, long... values) {
    graph.addInitializer(OnnxTensors.of(name, values));
    return this;
  }

  /** A vector of no floats. */
  Graphs empty(String name) {
    long[] none = {0};
    graph.addInitializer(
        OnnxTensors.of(name, TensorProto.DataType.FLOAT, none, ByteBuffer.allocate(0)));
    return this;
  }

  /** A single truth value. */
  Graphs truth(String name, boolean value) {
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {(byte) (value ? 1 : 0)});
    graph.addInitializer(OnnxTensors.of(name, TensorProto.DataType.BOOL, new long[] {1}, bytes));
    return this;
  }

  /** A vector of floats in another file. */
  Graphs external(String name, String file, int length) {
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .addDims(length)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(
                StringStringEntryProto.newBuilder().setKey("location").setValue(file)));
    return this;
  }

  Graphs node(String type, String output, List<String> inputs, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(type)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(List.of(attributes)));
    return this;
  }

  /** A named node of several outputs. */
  Graphs node(NodeProto.Builder node) {
    graph.addNode(node);
    return this;
  }

  byte[] build() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  static ValueInfoProto info(String name, TensorProto.DataType type, Object... axes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Object axis : axes) {
      TensorShapeProto.Dimension.Builder dim = shape.addDimBuilder();
      if (axis instanceof Integer length) {
        dim.setDimValue(length);
      } else {
        dim.setDimParam(axis.toString());
      }
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape)))
        .build();
  }
}
