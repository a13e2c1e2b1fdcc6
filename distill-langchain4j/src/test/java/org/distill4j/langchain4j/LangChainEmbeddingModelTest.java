package org.distill4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import dev.langchain4j.store.embedding.CosineSimilarity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.distill4j.core.weights.StudentFile;
import org.distill4j.model.Model;
import org.distill4j.onnx.OnnxExport;
import org.distill4j.pages.MethodsOnPage;
import org.distill4j.runtime.Students;
import org.distill4j.student.Student;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A student of texts in LangChain4j")
class LangChainEmbeddingModelTest {
  private static final List<String> TEXTS =
      List.of("A cat sat.", "cats", "a dog", "Cat CATS sat a");

  @TempDir private Path folder = Path.of("");

  private EmbeddingModel model() {
    Path file = folder.resolve("student.d4j");
    TinyTexts.sentences(folder).write(file);
    return LangChainEmbeddingModel.open(file);
  }

  @Test
  @DisplayName("is an embedding model with the student's vectors")
  void embeds() {
    EmbeddingModel model = model();
    Student student = Students.open(folder.resolve("student.d4j"));

    assertThat(model.embed("A cat sat.").content().vector())
        .isEqualTo(student.predictText("A cat sat.").outputs());
    assertThat(model.embedAll(TEXTS.stream().map(TextSegment::from).toList()).content())
        .hasSize(4)
        .element(1)
        .isEqualTo(model.embed("cats").content());
    assertThat(model.dimension()).isEqualTo(TinyTexts.WIDTH);
    assertThat(model.modelName()).isEqualTo("student.d4j");
    assertThat(model.embedAll(List.of()).content()).isEmpty();
    assertThat(CosineSimilarity.between(model.embed("cat").content(), model.embed("Cat").content()))
        .isCloseTo(1, within(1e-6));
  }

  @Test
  @DisplayName("has the vectors that LangChain4j's own model makes of its ONNX file")
  void onnx() {
    Model encoder = TinyTexts.encoder();
    Path file = folder.resolve("model.onnx");
    OnnxExport.of(encoder, TinyTexts.weights(encoder)).write(file);
    EmbeddingModel onnx =
        new OnnxEmbeddingModel(file, TinyTexts.tokenizer(folder), PoolingMode.MEAN);
    EmbeddingModel model = model();

    for (String text : TEXTS) {
      assertThat(onnx.embed(text).content().vector())
          .as(text)
          .containsExactly(model.embed(text).content().vector(), within(1e-5f));
    }
  }

  @Test
  @DisplayName("is shown on a page in code that runs")
  void page() throws IOException {
    MethodsOnPage.requireShown(
        Path.of("src/test/java/org/distill4j/langchain4j/LangChainPage.java"),
        Path.of("../docs/deploying.md"));
    TinyTexts.sentences(folder).write(folder.resolve("student.d4j"));
    assertThat(LangChainPage.embed(folder).vector()).hasSize(TinyTexts.WIDTH);
  }

  @Test
  @DisplayName("is refused without a tokenizer")
  void refused() {
    Model model = TinyTexts.encoder();
    Path file = folder.resolve("ids.d4j");
    StudentFile.of(model, TinyTexts.weights(model)).write(file);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LangChainEmbeddingModel.open(file))
        .withMessageContaining("has no tokenizer, expected a student of texts.\nMaybe");
  }
}
