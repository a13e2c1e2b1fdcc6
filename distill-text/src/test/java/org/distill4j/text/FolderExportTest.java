package org.distill4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.DerivedInputs;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.data.Batch;
import org.distill4j.onnx.OnnxExport;
import org.distill4j.onnx.OnnxOptions;
import org.distill4j.onnx.OnnxTeacher;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A folder of Hugging Face as an ONNX file")
class FolderExportTest {
  private static final List<int[]> TEXTS =
      List.of(
          new int[] {2, 5, 9, 3}, new int[] {2, 4}, new int[] {2, 7, 7, 8, 3, 6}, new int[] {4});

  private final Path path;

  FolderExportTest(@TempDir Path path) {
    this.path = path;
  }

  @Test
  @DisplayName("gives the same embeddings at every length")
  void sentences() throws IOException {
    TinyFolder.bert().write(path);
    requireSame(HuggingFaceFolder.open(path).sentences(), 0, "embedding");
  }

  @Test
  @DisplayName("counts positions as RoBERTa does")
  void roberta() throws IOException {
    TinyFolder.robertaClassifier().write(path);
    requireSame(HuggingFaceFolder.open(path), 1, "logits");
  }

  @Test
  @DisplayName("has MPNet's bias of distances at every length")
  void mpnet() throws IOException {
    TinyFolder.mpnetClassifier().write(path);
    requireSame(HuggingFaceFolder.open(path), 1, "logits");
  }

  private void requireSame(HuggingFaceFolder folder, int padding, String output) {
    Path file = path.resolve("model.onnx");
    OnnxExport.of(folder.model(), folder.weights()).write(file);
    OnnxOptions options = OnnxOptions.defaults().withOutput(output, output);
    DerivedInputs data =
        DerivedInputs.of(TokenSequences.of(TEXTS).withPadding(padding))
            .constant("token_type_ids", "input_ids", 0);
    try (Session session = new ArrayBackend().open(SessionOptions.defaults());
        OnnxTeacher onnx = OnnxTeacher.open(file, options)) {
      Teacher model = ModelTeacher.of(session, folder.model(), folder.weights());
      for (int[] indices : new int[][] {{0, 1}, {3}, {1, 2, 3}}) {
        Batch batch = taken(data.batch(indices), folder);
        HostTensor expected = model.predict(batch).get(output);
        HostTensor found = onnx.predict(batch).get(output);
        assertThat(found.shape()).isEqualTo(expected.shape());
        assertThat(found.toFloatArray()).containsExactly(expected.toFloatArray(), within(1e-5f));
      }
    }
  }

  private static Batch taken(Batch batch, HuggingFaceFolder folder) {
    Map<String, HostTensor> inputs = new LinkedHashMap<>(batch.inputs());
    inputs.keySet().retainAll(folder.model().inputs().keySet());
    return batch.withInputs(inputs);
  }
}
