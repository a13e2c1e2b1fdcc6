package org.distill4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The weights of an encoder that was exported")
class ExportedEncoderTest {
  @TempDir private Path folder = Path.of("");
  private final TinyFolder bert = TinyFolder.bert();

  @BeforeEach
  void write() throws IOException {
    bert.write(folder);
  }

  /** As PyTorch's exporter names and turns them. */
  private Map<String, HostTensor> exported(String prefix) {
    Map<String, HostTensor> exported = new LinkedHashMap<>();
    bert.tensors.forEach(
        (name, tensor) -> {
          boolean dense = name.contains("layer.") && tensor.shape().rank() == 2;
          exported.put(prefix + name, dense ? turned(tensor) : tensor);
        });
    exported.put(prefix + "pooler.dense.weight", HostTensor.ofFloats(Shape.of(1, 1), 1));
    return exported;
  }

  private static HostTensor turned(HostTensor tensor) {
    int rows = tensor.shape().dim(0);
    int columns = tensor.shape().dim(1);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i % columns * rows + i / columns] = tensor.floats().get(i);
    }
    return HostTensor.ofFloats(Shape.of(columns, rows), values);
  }

  @Test
  @DisplayName("are those of its folder, whatever stands before their names")
  void same() {
    HuggingFaceFolder expected = HuggingFaceFolder.open(folder);
    for (String prefix : List.of("", "auto_model.", "bert.")) {
      HuggingFaceFolder encoder =
          HuggingFaceFolder.ofExport(Weights.of(exported(prefix)), 2, folder);
      assertThat(encoder.weights()).isEqualTo(expected.weights());
      assertThat(encoder.layerCount()).isEqualTo(expected.layerCount());
      assertThat(encoder.layers(0).withDropout(0).model().inputs())
          .isEqualTo(expected.model().inputs());
    }
  }

  @Test
  @DisplayName("are written as a folder again")
  void written() {
    Path target = folder.resolve("written");
    HuggingFaceFolder.ofExport(Weights.of(exported("")), 2, folder).layers(1).write(target);
    assertThat(HuggingFaceFolder.open(target).weights())
        .isEqualTo(HuggingFaceFolder.open(folder).layers(1).weights());
  }

  @Test
  @DisplayName("are refused where some are missing")
  void refused() {
    Map<String, HostTensor> lacking = exported("");
    lacking.remove("encoder.layer.1.output.dense.bias");
    assertThatThrownBy(() -> HuggingFaceFolder.ofExport(Weights.of(lacking), 2, folder))
        .hasMessageContaining("has no tensor encoder.layer.1.output.dense.bias");
    Map<String, HostTensor> nameless = exported("");
    nameless.remove("embeddings.word_embeddings.weight");
    assertThatThrownBy(() -> HuggingFaceFolder.ofExport(Weights.of(nameless), 2, folder))
        .hasMessageContaining("has no matrix embeddings.word_embeddings.weight")
        .hasMessageContaining("take its Hugging Face folder instead");
    assertThatThrownBy(() -> HuggingFaceFolder.ofExport(Weights.of(exported("")), 3, folder))
        .hasMessageContaining("num_attention_heads");
  }
}
