package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.distill4j.data.Dataset;

/**
 * Writes an ONNX file again with weights of 8 bits, without training (Jacob et al. 2018, §2; Nagel
 * et al. 2021, §3).
 *
 * <p>The weights of matrix products and convolutions become int8, symmetric, with a scale for each
 * output channel: w ≈ q · scale(c), scale(c) = max |w(c)| / 127, so none is off by more than half a
 * step. What they are multiplied with is rounded to uint8 with one scale and zero point for the
 * tensor, from the range that was seen on calibration examples. Biases, normalisation and
 * embeddings stay float32. The file is in QDQ form (QuantizeLinear and DequantizeLinear around the
 * float operations), which any ONNX engine runs and ONNX Runtime turns into integer arithmetic.
 *
 * @param calibration examples like those that the model will meet; labels are not read
 * @param examples how many of them are used, from the first on
 * @param range what is made of the values that were seen
 */
public record OnnxQuantizer(Dataset calibration, int examples, ActivationRange range) {
  private static final int EXAMPLES = 1024;

  /**
   * Checks the number of examples.
   *
   * @throws IllegalArgumentException if there is less than one example
   */
  public OnnxQuantizer {
    if (examples < 1) {
      throw new IllegalArgumentException(
          "A calibration by " + examples + " examples, expected at least 1.\nMaybe use 1024.");
    }
  }

  /**
   * A quantiser by the first 1,024 examples, from the smallest value that was seen to the largest.
   *
   * @param calibration examples like those that the model will meet
   * @return the quantiser
   */
  public static OnnxQuantizer of(Dataset calibration) {
    return new OnnxQuantizer(calibration, EXAMPLES, ActivationRange.minMax());
  }

  /**
   * This quantiser with more or fewer examples.
   *
   * @param examples how many
   * @return the changed quantiser
   */
  public OnnxQuantizer withExamples(int examples) {
    return new OnnxQuantizer(calibration, examples, range);
  }

  /**
   * This quantiser with another range of activations.
   *
   * @param range the range
   * @return the changed quantiser
   */
  public OnnxQuantizer withRange(ActivationRange range) {
    return new OnnxQuantizer(calibration, examples, range);
  }

  /**
   * What was made smaller.
   *
   * @param weights the names of the weights that are int8 now
   * @param bytes the size of the file
   * @param bytesBefore the size of the file that it was made from
   */
  public record Report(List<String> weights, long bytes, long bytesBefore) {
    /** Takes a copy of the names. */
    public Report {
      weights = List.copyOf(weights);
    }
  }

  /**
   * Quantises a file.
   *
   * @param from the file, of float32
   * @param to the file to write; may be the same
   * @return what was done
   * @throws IllegalArgumentException if the file is not a valid ONNX model, takes other inputs than
   *     the calibration has, or holds no weight that could be quantised
   * @throws java.io.UncheckedIOException if a file cannot be read or written
   */
  public Report quantize(Path from, Path to) {
    return quantize(from.toString(), OnnxFile.read(from), to);
  }

  /**
   * Writes a model in int8 at once, without a file of float32 in between.
   *
   * @param export the model
   * @param to the file to write
   * @return what was done
   * @throws IllegalArgumentException if the model cannot be exported, takes other inputs than the
   *     calibration has, or holds no weight that could be quantised
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public Report write(OnnxExport export, Path to) {
    return quantize("The model \"" + export.name() + "\"", export.proto(), to);
  }

  private Report quantize(String name, ModelProto model, Path to) {
    QuantizableNodes nodes = new QuantizableNodes(model.getGraph());
    if (nodes.nodes().isEmpty()) {
      throw new IllegalArgumentException(
          name
              + " has no matrix product and no convolution with float32 weights of its own,"
              + " expected at least one.\nMaybe it is quantised already, or float32 is as small as"
              + " it gets.");
    }
    ModelProto quantised =
        model.toBuilder()
            .setGraph(
                QuantizedGraph.of(
                    model.getGraph(),
                    nodes,
                    QuantizedGraph.Rounding.toEightBits(bounds(name, model, nodes))))
            .build();
    return write(model, quantised, nodes, to);
  }

  static Report write(ModelProto model, ModelProto quantised, QuantizableNodes nodes, Path to) {
    OnnxFile.write(to, quantised);
    return new Report(
        List.copyOf(nodes.weights().keySet()),
        quantised.getSerializedSize(),
        model.getSerializedSize());
  }

  private Map<String, ActivationRange.Bounds> bounds(
      String name, ModelProto model, QuantizableNodes nodes) {
    Set<String> activations =
        nodes.nodes().stream()
            .map((NodeProto node) -> node.getInput(0))
            .collect(Collectors.toSet());
    try (Calibration runs = new Calibration(name, model, activations, range)) {
      return runs.over(calibration, examples);
    }
  }
}
