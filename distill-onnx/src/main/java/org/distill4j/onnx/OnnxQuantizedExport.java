package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distill4j.core.compression.Quantization;
import org.distill4j.core.compression.QuantizedModel;
import org.distill4j.model.Weights;

/**
 * A model that was trained with rounded weights and activations as an ONNX file in QDQ form, like
 * that of {@link OnnxQuantizer}, with the scales that it was trained with: the file gives what the
 * model gave in training, up to float rounding. No calibration is needed. ONNX Runtime rounds the
 * biases of dense layers to multiples of both scales, which shows in the outputs of few bits.
 *
 * <p>Weights of fewer than 8 bits are written as int8 that use fewer values, and activations of
 * fewer are clipped first, so the file is no smaller than one of 8 bits; it compresses better.
 *
 * @param model the model
 * @param weights all its weights, as they come of its training
 * @param name the name of the graph, for tools that show it
 */
public record OnnxQuantizedExport(QuantizedModel model, Weights weights, String name) {
  /**
   * A model to be written, named "student".
   *
   * @param model the model
   * @param weights all its weights
   * @return the export
   */
  public static OnnxQuantizedExport of(QuantizedModel model, Weights weights) {
    return new OnnxQuantizedExport(model, weights, "student");
  }

  /**
   * Writes the file.
   *
   * @param to the file
   * @return which weights are integers, and the sizes of this file and of one of float32
   * @throws IllegalArgumentException if the model cannot be written, or was not trained
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public OnnxQuantizer.Report write(Path to) {
    ModelProto plain = OnnxExport.of(model.model(), model.plain(weights)).named(name).proto();
    GraphProto graph = plain.getGraph();
    QuantizableNodes all = new QuantizableNodes(graph);
    Map<String, ActivationRange.Bounds> bounds = bounds(all);
    Set<String> rounded = new HashSet<>();
    for (NodeProto node : all.nodes()) {
      if (bounds.containsKey(node.getInput(0))) {
        rounded.add(node.getInput(1));
      }
    }
    if (rounded.isEmpty()) {
      throw new IllegalArgumentException(
          "The model \""
              + name
              + "\" has no weight with a range of inputs, expected at least one.\n"
              + "Maybe it was not trained yet; OnnxQuantizer needs no training.");
    }
    QuantizableNodes nodes = new QuantizableNodes(graph, rounded::contains);
    Quantization quantization = model.quantization();
    QuantizedGraph.Rounding rounding =
        new QuantizedGraph.Rounding(
            quantization.largestActivation(),
            bounds,
            (weight, axis) ->
                new ChannelWeights(
                    weight,
                    axis,
                    quantization.largestWeight(),
                    (channel, largest) ->
                        model.scale(weights, weight.getName(), channel, largest)));
    ModelProto quantised =
        plain.toBuilder().setGraph(QuantizedGraph.of(graph, nodes, rounding)).build();
    return OnnxQuantizer.write(plain, quantised, nodes, to);
  }

  /** Of several weights that are multiplied with one activation, the first has its range. */
  private Map<String, ActivationRange.Bounds> bounds(QuantizableNodes nodes) {
    Map<String, ActivationRange.Bounds> bounds = new HashMap<>();
    for (NodeProto node : nodes.nodes()) {
      Optional<QuantizedModel.InputRange> range = model.inputRange(weights, node.getInput(1));
      range.ifPresent(
          found ->
              bounds.putIfAbsent(
                  node.getInput(0), new ActivationRange.Bounds(found.low(), found.high())));
    }
    return bounds;
  }
}
