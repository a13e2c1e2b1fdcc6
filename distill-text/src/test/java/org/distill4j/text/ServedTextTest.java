package org.distill4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.CsvTable;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.data.Unlabelled;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.weights.StudentFile;
import org.distill4j.data.Dataset;
import org.distill4j.model.Predictor;
import org.distill4j.student.Student;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A student file of an encoder of texts")
class ServedTextTest {
  @Test
  @DisplayName("holds the tokenizer of its training data, and embeds texts as the model does")
  void embeds(@TempDir Path path) throws IOException {
    TinyFolder.bert().write(path);
    Files.write(
        path.resolve("vocab.txt"),
        List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "cat", "dog", "sat", "ran", "##s"));
    Path texts = Files.write(path.resolve("t.csv"), List.of("text", "A cats sat", "dog"));
    HuggingFaceFolder folder = HuggingFaceFolder.open(path).sentences();
    TokenSequences data =
        TextData.of(CsvTable.unlabelled(), "text").read(folder.tokenizer(), texts);
    Path file = path.resolve("student.d4j");
    for (Dataset training : List.of(data, Unlabelled.of(data))) {
      StudentFile.of(folder.model(), folder.weights()).describedBy(training).write(file);
      try (Session session = new ArrayBackend().open(SessionOptions.defaults());
          Predictor model = ModelPredictor.open(session, folder.model(), folder.weights());
          Student student =
              Student.open(file, new ArrayBackend().open(SessionOptions.defaults()))) {
        Map<String, HostTensor> batch = data.batch(0).inputs();
        float[] expected = model.predict(batch).get("embedding").toFloatArray();
        assertThat(student.predictText("A cats sat").outputs())
            .containsExactly(expected, within(1e-6f));
      }
    }
  }
}
