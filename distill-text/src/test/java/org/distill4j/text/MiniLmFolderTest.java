package org.distill4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.model.Predictor;
import org.distill4j.onnx.OnnxModel;
import org.distill4j.onnx.OnnxPredictor;
import org.distill4j.tensor.HostTensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@DisplayName("all-MiniLM-L6-v2, an ONNX file that was exported by PyTorch")
class MiniLmFolderTest {
  @TempDir private Path folder = Path.of("");

  private void unpack(String resource, String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(MiniLmFolderTest.class.getResourceAsStream(resource))) {
      Files.copy(in, folder.resolve(name));
    }
  }

  @Test
  @DisplayName("becomes an encoder of layers that gives the same states, with its tokenizer")
  void same() throws IOException {
    unpack("/all-minilm-l6-v2.onnx", "model.onnx");
    unpack("/all-minilm-l6-v2-tokenizer.json", "tokenizer.json");
    Path file = folder.resolve("model.onnx");
    HuggingFaceFolder encoder =
        HuggingFaceFolder.ofExport(OnnxModel.open(file).weights(), 12, folder);
    assertThat(encoder.layerCount()).isEqualTo(6);
    int[] ids = encoder.tokenizer().encode("A text of several words.").ids();
    Map<String, HostTensor> inputs =
        TokenSequences.of(List.of(ids)).withTypes(List.of(new int[ids.length])).batch(0).inputs();
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults());
        OnnxPredictor expected = OnnxPredictor.open(file);
        Predictor actual = ModelPredictor.open(session, encoder.model(), encoder.weights())) {
      float[] wanted = expected.predict(inputs).get("output_0").toFloatArray();
      float[] given =
          actual.predict(inputs).get(HuggingFaceFolder.LAST_HIDDEN_STATE).toFloatArray();
      double worst =
          IntStream.range(0, wanted.length)
              .mapToDouble(i -> Math.abs(wanted[i] - given[i]))
              .max()
              .orElseThrow();
      assertThat(worst).isCloseTo(0, within(1e-5));
    }
  }
}
