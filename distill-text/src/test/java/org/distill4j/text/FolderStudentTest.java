package org.distill4j.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.DerivedInputs;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Dataset;
import org.distill4j.optim.Sgd;
import org.distill4j.pages.MethodsOnPage;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A student from a teacher's folder")
class FolderStudentTest {
  private static final List<int[]> TEXTS =
      List.of(
          new int[] {2, 5, 9, 3},
          new int[] {2, 4, 3},
          new int[] {2, 7, 7, 8, 3},
          new int[] {2, 10, 6, 3});

  @Test
  @DisplayName("is shown on a page in code that the build compiles")
  void page() throws IOException {
    MethodsOnPage.requireShown(
        Path.of("src/test/java/org/distill4j/text/FolderExamples.java"),
        Path.of("..", "docs", "teachers-and-students.md"));
    MethodsOnPage.requireShown(
        Path.of("src/test/java/org/distill4j/text/TextExamples.java"),
        Path.of("..", "docs", "text.md"));
  }

  @Test
  @DisplayName("learns from texts, and is a folder with a tokenizer again")
  void texts(@TempDir Path folder) throws IOException {
    TinyFolder.bert().write(folder);
    Files.write(
        folder.resolve("vocab.txt"),
        List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "cat", "dog", "sat", "ran", "##s"));
    Path texts =
        Files.write(folder.resolve("t.csv"), List.of("text", "A cat sat", "dogs ran", "a"));
    Path target = folder.resolve("student");
    try (Session session = new ArrayBackend().open(SessionOptions.defaults())) {
      TrainingReport report =
          TextExamples.smaller(session, folder, texts, folder.resolve("t.tokens"), target);
      assertThat(total(report, 9)).isLessThan(total(report, 0));
      assertThat(HuggingFaceFolder.open(target).tokenizer().encode("cats").ids())
          .containsExactly(2, 5, 9, 3);
    }
  }

  @Test
  @DisplayName("comes nearer to the teacher, and is a folder again")
  void learns(@TempDir Path folder) throws IOException {
    TinyFolder.bert().write(folder);
    Path target = folder.resolve("student");
    try (Session session = new ArrayBackend().open(SessionOptions.defaults())) {
      TrainingReport report = FolderExamples.smaller(session, folder, TEXTS, target);
      assertThat(total(report, 9)).isLessThan(total(report, 0));
      HuggingFaceFolder written = HuggingFaceFolder.open(target);
      assertThat(written.layerCount()).isEqualTo(2);
      assertThat(written.weights()).isEqualTo(report.weights());
    }
  }

  @Test
  @DisplayName("learns its teacher's hidden states, attention and relations, whatever the padding")
  void blocks(@TempDir Path folder) throws IOException {
    TinyFolder.bert().write(folder);
    Dataset data =
        DerivedInputs.of(TokenSequences.of(TEXTS)).constant("token_type_ids", "input_ids", 0);
    try (Session session = new ArrayBackend().open(SessionOptions.defaults())) {
      TrainingReport report = FolderExamples.byBlocks(session, folder, data);
      assertThat(report.epochs().get(0).loss().asMap())
          .containsKeys("blocks.hidden", "blocks.attention", "relations.queryQuery");
      assertThat(total(report, 9)).isLessThan(total(report, 0)).isPositive();
    }
  }

  @Test
  @DisplayName("moves the rows of positions that its texts have, and no other")
  void positions(@TempDir Path folder) throws IOException {
    TinyFolder.robertaClassifier().write(folder);
    HuggingFaceFolder student = HuggingFaceFolder.open(folder).withDropout(0);
    Dataset data = TokenSequences.of(TEXTS.subList(0, 2)).withPadding(1).withClasses(0, 2);
    TrainingPlan plan =
        TrainingPlan.of(student.model(), data)
            .initialWeights(student.weights())
            .loss(CrossEntropyLoss.ofLabels())
            .optimizer(Sgd.of(1))
            .batchSize(2)
            .epochs(1)
            .build();
    try (Session session = new ArrayBackend().open(SessionOptions.defaults())) {
      String table = "embeddings.positions.weight";
      HostTensor before = student.weights().get(table);
      HostTensor after = new SessionTrainer(session).train(plan).weights().get(table);
      for (int row = 0; row < before.shape().dim(0); row++) {
        boolean same = after.rows(row, row + 1).equals(before.rows(row, row + 1));
        // Four tokens have the rows behind the padding's; no token attends to padding itself.
        assertThat(same).as("row %s", row).isEqualTo(row < 2 || row > 5);
      }
    }
  }

  private static double total(TrainingReport report, int epoch) {
    return report.epochs().get(epoch).loss().total();
  }
}
