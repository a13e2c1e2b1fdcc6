package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/** A graph under construction. Values are known by name, and each name is given once. */
final class GraphBuilder {
  /** The note of a state. */
  static final String STATE = "state";

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Set<String> names = new HashSet<>();
  private final Map<Object, String> constants = new HashMap<>();

  GraphBuilder(String name) {
    graph.setName(name);
  }

  /** Returns an unused name: the wanted one, or that and a number. */
  String name(String wanted) {
    String free = wanted;
    for (int i = 1; !names.add(free); i++) {
      free = wanted + "_" + i;
    }
    return free;
  }

  void input(ValueInfoProto info) {
    names.add(info.getName());
    graph.addInput(info);
  }

  /** Reserves the name of an output. */
  void reserveOutput(String name) {
    if (!names.add(name)) {
      throw new IllegalArgumentException(
          "The model has an input and an output named \""
              + name
              + "\", expected different names, as ONNX needs them.\n"
              + "Maybe give the output another name.");
    }
  }

  void output(ValueInfoProto info) {
    graph.addOutput(info);
  }

  /** Adds a node with one result, named by its position and type. */
  String node(String place, String type, List<String> inputs, AttributeProto... attributes) {
    String result = name(place.isEmpty() ? type : place + "/" + type);
    add(result, type, inputs, result, attributes);
    return result;
  }

  /** Gives a value another name, which was reserved. */
  void alias(String value, String name) {
    add(name + "/Identity", "Identity", List.of(value), name);
  }

  private void add(
      String name, String type, List<String> inputs, String output, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setName(name)
            .setOpType(type)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(Arrays.asList(attributes)));
  }

  String initializer(String wanted, HostTensor value) {
    return initializer(wanted, name -> OnnxTensors.of(name, value));
  }

  /**
   * Adds a value that is not trained, with a note so that {@link OnnxModel} does not train it
   * either.
   */
  String state(String wanted, HostTensor value) {
    return initializer(
        wanted, name -> OnnxTensors.of(name, value).toBuilder().setDocString(STATE).build());
  }

  /** Stores an equal number once. */
  String number(double value) {
    HostTensor scalar = HostTensor.ofFloats(Shape.scalar(), (float) value);
    return constant(scalar, name -> OnnxTensors.of(name, scalar));
  }

  String constant(HostTensor value) {
    return constant(value, name -> OnnxTensors.of(name, value));
  }

  /** Adds a list of 64-bit integers, as ONNX has axes and lengths. */
  String integers(long... values) {
    return constant(Arrays.toString(values), name -> OnnxTensors.of(name, values));
  }

  private String constant(Object key, Function<String, TensorProto> tensor) {
    return constants.computeIfAbsent(key, k -> initializer("constant", tensor));
  }

  private String initializer(String wanted, Function<String, TensorProto> tensor) {
    String name = name(wanted);
    graph.addInitializer(tensor.apply(name));
    return name;
  }

  GraphProto build() {
    return graph.build();
  }
}
