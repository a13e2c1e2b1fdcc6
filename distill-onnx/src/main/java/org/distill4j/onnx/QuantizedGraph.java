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
  private static final int ALL_STEPS = 255;

  private final GraphProto from;
  private final QuantizableNodes quantizable;
  private final Rounding rounding;
  private final GraphProto.Builder graph;
  private final List<NodeProto> nodes = new ArrayList<>();
  private final Map<String, String> weights = new HashMap<>();
  private final Set<String> activations = new HashSet<>();

  /** Makes integers of a weight. */
  @FunctionalInterface
  interface WeightRounding {
    ChannelWeights of(TensorProto weight, int axis);
  }

  /**
   * How numbers are rounded.
   *
   * @param steps the largest integer of an activation, 255 at most
   * @param bounds the ranges of activations by their names
   * @param weights makes integers of weights
   */
  record Rounding(int steps, Map<String, ActivationRange.Bounds> bounds, WeightRounding weights) {
    static Rounding toEightBits(Map<String, ActivationRange.Bounds> bounds) {
      return new Rounding(ALL_STEPS, bounds, ChannelWeights::new);
    }
  }

  private QuantizedGraph(GraphProto from, QuantizableNodes quantizable, Rounding rounding) {
    this.from = from;
    this.quantizable = quantizable;
    this.rounding = rounding;
    this.graph = from.toBuilder().clearNode();
  }

  static GraphProto of(GraphProto from, QuantizableNodes quantizable, Rounding rounding) {
    return new QuantizedGraph(from, quantizable, rounding).build();
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
    ChannelWeights channels = rounding.weights().of(quantizable.weight(name), axis);
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

  /** A range that holds 0, so that 0 is exact, in so many steps. */
  private void activation(String name) {
    ActivationRange.Bounds seen =
        rounding.bounds().getOrDefault(name, new ActivationRange.Bounds(0, 0));
    float low = Math.min(0, seen.low());
    float high = Math.max(0, seen.high());
    float scale = high == low ? 1 : (high - low) / rounding.steps();
    int zero = (int) Math.rint(-low / scale);
    ByteBuffer zeroPoint = ByteBuffer.allocate(1).put((byte) zero).flip();
    long[] scalar = {};
    String scaleName = name + "/scale";
    String zeroName = name + "/zeroPoint";
    number(scaleName, scale);
    graph.addInitializer(OnnxTensors.of(zeroName, TensorProto.DataType.UINT8, scalar, zeroPoint));
    String rounded = name;
    if (rounding.steps() < ALL_STEPS) {
      rounded = name + "/clipped";
      clip(name, rounded, -zero * scale, (rounding.steps() - zero) * scale);
    }
    node("QuantizeLinear", name + "/quantized", List.of(rounded, scaleName, zeroName));
    List<String> quantised = List.of(name + "/quantized", scaleName, zeroName);
    node("DequantizeLinear", name + "/dequantized", quantised);
  }

  /** Fewer steps than a byte has end at bounds of their own. */
  private void clip(String name, String clipped, float low, float high) {
    number(name + "/low", low);
    number(name + "/high", high);
    node("Clip", clipped, List.of(name, name + "/low", name + "/high"));
  }

  private void number(String name, float value) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).flip();
    long[] scalar = {};
    graph.addInitializer(OnnxTensors.of(name, TensorProto.DataType.FLOAT, scalar, bytes));
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
