package org.distill4j.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.L2Norm;
import org.distill4j.core.layer.MeanPool;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.model.Models;
import org.distill4j.core.weights.StudentFile;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.pages.MethodsOnPage;
import org.distill4j.program.Recorder;
import org.distill4j.runtime.Students;
import org.distill4j.student.Student;
import org.distill4j.student.TokenTemplate;
import org.distill4j.student.WordPieceEncoding;
import org.distill4j.student.WordPieces;
import org.distill4j.student.WordSplitter;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;

@DisplayName("A student of texts in Spring AI")
class SpringEmbeddingModelTest {
  private static final int WIDTH = 4;

  @TempDir private Path folder = Path.of("");

  private static StudentFile student() {
    Model model =
        Models.of(
            TensorSpec.freeInts("length"),
            Sequential.of(Embedding.of(9, WIDTH), MeanPool.of(), new L2Norm()));
    return StudentFile.of(model, Recorder.forward(model, Mode.EVALUATION, 2).initialWeights(7));
  }

  private static WordPieceEncoding tokenizer() {
    return new WordPieceEncoding(
        new WordPieces(
            Map.of("[UNK]", 1, "a", 4, "cat", 5, "##s", 6, "sat", 7, ".", 8), "##", 1, 100),
        new WordSplitter(
            WordSplitter.Controls.DROPPED,
            WordSplitter.Ideographs.SEPARATE,
            WordSplitter.Accents.DROPPED,
            WordSplitter.Letters.LOWERED),
        TokenTemplate.bert(2, 3),
        Map.of("[PAD]", 0, "[CLS]", 2, "[SEP]", 3),
        0,
        40);
  }

  @Test
  @DisplayName("is an embedding model with the student's vectors")
  void embeds() {
    Path file = folder.resolve("student.d4j");
    student().withEncoding(tokenizer()).write(file);
    EmbeddingModel model = SpringEmbeddingModel.open(file);
    Student served = Students.open(file);

    float[] cats = served.predictText("cats sat").outputs();
    assertThat(model.embed("cats sat")).isEqualTo(cats);
    assertThat(model.embed(new Document("cats sat"))).isEqualTo(cats);
    assertThat(model.embed(List.of("a", "cats sat"))).element(1).isEqualTo(cats);
    assertThat(model.embedForResponse(List.of("a", "cats sat")).getResults())
        .extracting(org.springframework.ai.embedding.Embedding::getIndex)
        .containsExactly(0, 1);
    assertThat(model.dimensions()).isEqualTo(WIDTH);
  }

  @Test
  @DisplayName("is shown on a page in code that runs")
  void page() throws IOException {
    MethodsOnPage.requireShown(
        Path.of("src/test/java/org/distill4j/springai/SpringPage.java"),
        Path.of("../docs/deploying.md"));
    student().withEncoding(tokenizer()).write(folder.resolve("student.d4j"));
    assertThat(SpringPage.embed(folder)).hasSize(WIDTH);
  }

  @Test
  @DisplayName("is refused without a tokenizer")
  void refused() {
    Path file = folder.resolve("ids.d4j");
    student().write(file);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpringEmbeddingModel.open(file))
        .withMessageContaining("has no tokenizer, expected a student of texts.\nMaybe");
  }
}
