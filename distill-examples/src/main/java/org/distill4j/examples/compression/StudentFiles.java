package org.distill4j.examples.compression;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.data.Dataset;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.onnx.OnnxExport;
import org.distill4j.onnx.OnnxQuantizer;

/**
 * A student on disk in three forms.
 *
 * @param weights the weights alone
 * @param onnx the model
 * @param int8 the model in eight bits
 */
record StudentFiles(Path weights, Path onnx, Path int8) {
  static StudentFiles write(
      Path folder, int width, Model model, Weights weights, Dataset calibration) {
    StudentFiles files =
        new StudentFiles(
            folder.resolve(width + ".safetensors"),
            folder.resolve(width + ".onnx"),
            folder.resolve(width + "-int8.onnx"));
    WeightsFile.write(files.weights, weights);
    OnnxExport.of(model, weights).named("digits-" + width).write(files.onnx);
    OnnxQuantizer.of(calibration).quantize(files.onnx, files.int8);
    return files;
  }

  Map<String, Double> safetensors() {
    return size(weights);
  }

  static Map<String, Double> size(Path file) {
    try {
      return Map.of("bytes", (double) Files.size(file));
    } catch (IOException e) {
      throw new UncheckedIOException("The size of " + file + " cannot be read", e);
    }
  }
}
