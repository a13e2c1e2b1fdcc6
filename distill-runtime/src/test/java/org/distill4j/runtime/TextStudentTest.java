package org.distill4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.MeanPool;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.model.Models;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.weights.StudentFile;
import org.distill4j.jvm.JavaBackend;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.student.Student;
import org.distill4j.student.TextIds;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A student of texts")
class TextStudentTest {
  private static HostTensor row(int... values) {
    return HostTensor.ofInts(Shape.of(1, values.length), values);
  }

  private static float[] trained(TextIds text) {
    Model model = TinyTexts.model();
    int[] mask = new int[text.ids().length];
    Arrays.fill(mask, 1);
    try (Session session = new JavaBackend().open(SessionOptions.defaults());
        Predictor predictor = ModelPredictor.open(session, model, ServedModels.weights(model))) {
      return predictor
          .predict(
              Map.of(
                  "input_ids", row(text.ids()),
                  "attention_mask", row(mask),
                  "token_type_ids", row(text.types())))
          .get("embedding")
          .toFloatArray();
    }
  }

  @Test
  @DisplayName("makes ids as its training did, and gives what the model gives without padding")
  void embeds() {
    Student student = ServedModels.open(TinyTexts.student());
    for (String text : new String[] {"", "A cat sat.", "cats ".repeat(7), "cat ".repeat(99)}) {
      assertThat(student.predictText(text).outputs())
          .containsExactly(trained(TinyTexts.tokenizer().encode(text)), within(1e-6f));
    }
    assertThat(student.predictPair("A cat", "sat.").outputs())
        .containsExactly(trained(TinyTexts.tokenizer().encode("A cat", "sat.")), within(1e-6f));
  }

  @Test
  @DisplayName("without a mask is given the tokens alone")
  void unmasked() {
    Model model =
        Models.of(
            TensorSpec.freeInts("length"),
            Sequential.of(Embedding.of(9, 3), MeanPool.of(), Dense.of(3, 2)));
    Student student =
        ServedModels.open(
            StudentFile.of(model, ServedModels.weights(model)).withEncoding(TinyTexts.tokenizer()));
    assertThat(student.predictText("a cat").outputs())
        .isEqualTo(student.predictIds(2, 4, 5, 3).outputs());
  }

  @Test
  @DisplayName("is asked for texts alone if it was written with a tokenizer")
  void none() {
    Model model =
        Models.of(TensorSpec.freeInts("length"), Sequential.of(Embedding.of(9, 3), MeanPool.of()));
    Student student = ServedModels.open(StudentFile.of(model, ServedModels.weights(model)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> student.predictText("a"))
        .withMessageContaining("The student was given a text, expected tensors");
  }

  @Test
  @DisplayName("predicts for lines of text")
  void lines() throws IOException {
    Student student = ServedModels.open(TinyTexts.student());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Predict.predict(
        student,
        new BufferedReader(new StringReader("a cat, sat\n")),
        new PrintStream(bytes, true, StandardCharsets.UTF_8));
    assertThat(bytes.toString(StandardCharsets.UTF_8).strip())
        .isEqualTo(student.predictText("a cat, sat").toString());
  }
}
