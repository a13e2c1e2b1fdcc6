package org.distill4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.MaxPool2d;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.model.Models;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A model of an ONNX file")
class OnnxModelTest {
  private @TempDir Path folder;

  static Model convolutional() {
    return Models.of(
        Shape.of(2, 8, 8),
        Sequential.of(
            Conv2d.of(2, 4, 3).withPadding(1).withoutBias(),
            BatchNorm.of(4),
            Activation.RELU,
            MaxPool2d.of(2),
            new Flatten(),
            Dense.of(64, 3)));
  }

  private OnnxModel reopened(Model model, Weights weights) {
    Path file = folder.resolve("model.onnx");
    OnnxExport.of(model, weights).write(file);
    return OnnxModel.open(file);
  }

  private void requireSame(Model model) {
    Weights weights = Compared.weights(model);
    OnnxModel opened = reopened(model, weights);
    assertThat(opened.weights().asMap()).containsExactlyInAnyOrderEntriesOf(weights.asMap());
    try (OnnxPredictor file = Exported.of(model, weights)) {
      Compared.requireSame(opened, opened.weights(), file, List.of(1, 4, 33));
    }
    Compared.requireSame(opened, opened.weights());
  }

  @Test
  @DisplayName("is the exported one: dense layers")
  void dense() {
    requireSame(Models.mlp(6, 4, 3));
  }

  @Test
  @DisplayName("is the exported one: convolutions")
  void convolutions() {
    requireSame(convolutional());
  }

  @Test
  @DisplayName("is the exported one: a transformer with padding, for every length")
  void transformer() {
    requireSame(MaskedModel.of());
  }
}
