package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A node as its file describes it.
 *
 * @param proto the node
 * @param opset the version of the operators
 */
record NodeText(NodeProto proto, int opset) {
  Optional<AttributeProto> attribute(String name) {
    return proto.getAttributeList().stream().filter(a -> a.getName().equals(name)).findFirst();
  }

  int integer(String name, int otherwise) {
    return attribute(name).map(a -> HostShapes.length(a.getI())).orElse(otherwise);
  }

  boolean flag(String name, boolean otherwise) {
    return integer(name, otherwise ? 1 : 0) != 0;
  }

  /** Returns a float as a decimal number: the shortest to which it is nearest. */
  double number(String name, double otherwise) {
    return attribute(name).map(a -> Double.parseDouble(Float.toString(a.getF()))).orElse(otherwise);
  }

  String text(String name, String otherwise) {
    return attribute(name).map(a -> a.getS().toString(StandardCharsets.UTF_8)).orElse(otherwise);
  }

  int @Nullable [] ints(String name) {
    return attribute(name)
        .map(a -> a.getIntsList().stream().mapToInt(NodeText::bounded).toArray())
        .orElse(null);
  }

  /** No numbers if there are none. */
  float[] floats(String name) {
    List<Float> list = attribute(name).map(AttributeProto::getFloatsList).orElse(List.of());
    float[] floats = new float[list.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = list.get(i);
    }
    return floats;
  }

  /** The graph of an attribute. */
  GraphProto graph(String name) {
    return attribute(name).map(AttributeProto::getG).orElse(GraphProto.getDefaultInstance());
  }

  int[] ints(String name, int... otherwise) {
    int[] found = ints(name);
    return found == null ? otherwise : found;
  }

  Optional<TensorProto> tensor(String name) {
    return attribute(name).map(AttributeProto::getT);
  }

  private static int bounded(long value) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
  }

  /** The node as a subject of messages. */
  @Override
  public String toString() {
    String name = proto.getName().isEmpty() ? proto.getOutput(0) : proto.getName();
    return proto.getOpType() + " \"" + name + "\"";
  }
}
