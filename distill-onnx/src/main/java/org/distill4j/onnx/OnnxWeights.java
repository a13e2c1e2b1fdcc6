package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;

/** The float32 weights that an ONNX file holds. */
public final class OnnxWeights {
  private static final Set<String> QUANTISERS = Set.of("QuantizeLinear", "DequantizeLinear");

  private OnnxWeights() {}

  /**
   * Reads the weights of a file. Those that {@link OnnxQuantizer} made int8 are given as the floats
   * that they stand for. What {@link OnnxExport} wrote is found under the model's own paths; {@link
   * Weights#only} leaves out the constants beside them.
   *
   * @param path the file
   * @return all float32 values of the file by name
   * @throws IllegalArgumentException if there is no such file, or it is not a valid ONNX model
   */
  public static Weights read(Path path) {
    GraphProto graph = OnnxFile.read(path).getGraph();
    Map<String, TensorProto> stored = new LinkedHashMap<>();
    graph.getInitializerList().forEach(tensor -> stored.put(tensor.getName(), tensor));
    Map<String, HostTensor> weights = new LinkedHashMap<>();
    for (NodeProto node : graph.getNodeList()) {
      if (QUANTISERS.contains(node.getOpType())) {
        TensorProto integers = stored.get(node.getInput(0));
        TensorProto scale = stored.remove(node.getInput(1));
        if (integers != null && scale != null) {
          weights.put(node.getOutput(0), dequantised(integers, scale, axis(node)));
        }
      }
    }
    stored.values().stream()
        .filter(OnnxTensors::isFloat)
        .forEach(tensor -> weights.put(tensor.getName(), floats(tensor)));
    return Weights.of(weights);
  }

  private static HostTensor floats(TensorProto tensor) {
    return HostTensor.ofFloats(OnnxTensors.shape(tensor), OnnxTensors.floats(tensor));
  }

  private static int axis(NodeProto node) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals("axis"))
        .mapToInt(attribute -> (int) attribute.getI())
        .findFirst()
        .orElse(1);
  }

  private static HostTensor dequantised(TensorProto integers, TensorProto scale, int axis) {
    byte[] steps = integers.getRawData().toByteArray();
    float[] scales = OnnxTensors.floats(scale);
    Channels channels = Channels.of(integers.getDimsList(), axis);
    float[] values = new float[steps.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = steps[i] * scales[channels.of(i)];
    }
    return HostTensor.ofFloats(OnnxTensors.shape(integers), values);
  }
}
