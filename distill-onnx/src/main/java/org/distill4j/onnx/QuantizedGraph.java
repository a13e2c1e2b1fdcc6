package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A graph with its weights in int8 and pairs of quantise and dequantise nodes in front of them. */
final class QuantizedGraph {
  private static final int STEPS = 255;

  private final GraphProto from;
  private final QuantizableNodes quantizable;
  private final Map<String, ActivationRange.Bounds> bounds;
  private final GraphProto.Builder graph;
  private final List<NodeProto> nodes = new ArrayList<>();
  private final Map<String, String> weights = new HashMap<>();
  private final Set<String> activations = new HashSet<>();

  private QuantizedGraph(
      GraphProto from, QuantizableNodes quantizable, Map<String, ActivationRange.Bounds> bounds) {
    this.from = from;
    this.quantizable = quantizable;
    this.bounds = bounds;
    this.graph = from.toBuilder().clearNode();
  }

  static GraphProto of(
      GraphProto from, QuantizableNodes quantizable, Map<String, ActivationRange.Bounds> bounds) {
    return new QuantizedGraph(from, quantizable, bounds).build();
  }

  private GraphProto build() {
    quantizable.weights().forEach(this::weight);
    for (NodeProto node : from.getNodeList()) {
      nodes.add(quantizable.nodes().contains(node) ? quantised(node) : node);
    }
    return graph.addAllNode(nodes).build();
  }

  /** The dequantised weight keeps the weight's name, unless something else still reads that. */
  private void weight(String name, int axis) {
    ChannelWeights channels = new ChannelWeights(quantizable.weight(name), axis);
    graph.addInitializer(channels.integers(name + "/int8"));
    graph.addInitializer(channels.scales(name + "/scale"));
    graph.addInitializer(channels.zeroPoints(name + "/zeroPoint"));
    long uses = quantizable.nodes().stream().filter(n -> n.getInput(1).equals(name)).count();
    boolean replaced = QuantizableNodes.readers(from, name) == uses;
    String dequantised = replaced ? name : name + "/dequantized";
    if (replaced) {
      remove(name);
    }
    weights.put(name, dequantised);
    List<String> inputs = List.of(name + "/int8", name + "/scale", name + "/zeroPoint");
    node("DequantizeLinear", dequantised, inputs, NodeAttributes.of("axis", axis));
  }

  private void remove(String initializer) {
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      if (graph.getInitializer(i).getName().equals(initializer)) {
        graph.removeInitializer(i);
        return;
      }
    }
  }

  private NodeProto quantised(NodeProto node) {
    String activation = node.getInput(0);
    if (activations.add(activation)) {
      activation(activation);
    }
    return node.toBuilder()
        .setInput(0, activation + "/dequantized")
        .setInput(1, weights.getOrDefault(node.getInput(1), node.getInput(1)))
        .build();
  }

  /** A range that holds 0, so that 0 is exact, in 255 steps. */
  private void activation(String name) {
    ActivationRange.Bounds seen = bounds.getOrDefault(name, new ActivationRange.Bounds(0, 0));
    float low = Math.min(0, seen.low());
    float high = Math.max(0, seen.high());
    float scale = high == low ? 1 : (high - low) / STEPS;
    ByteBuffer zeroPoint = ByteBuffer.allocate(1).put((byte) Math.round(-low / scale)).flip();
    ByteBuffer step =
        ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(scale).flip();
    long[] scalar = {};
    String scaleName = name + "/scale";
    String zeroName = name + "/zeroPoint";
    graph.addInitializer(OnnxTensors.of(scaleName, TensorProto.DataType.FLOAT, scalar, step));
    graph.addInitializer(OnnxTensors.of(zeroName, TensorProto.DataType.UINT8, scalar, zeroPoint));
    node("QuantizeLinear", name + "/quantized", List.of(name, scaleName, zeroName));
    List<String> quantised = List.of(name + "/quantized", scaleName, zeroName);
    node("DequantizeLinear", name + "/dequantized", quantised);
  }

  private void node(String type, String output, List<String> inputs, AttributeProto... attributes) {
    nodes.add(
        NodeProto.newBuilder()
            .setName(output + "/" + type)
            .setOpType(type)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(List.of(attributes))
            .build());
  }
}
