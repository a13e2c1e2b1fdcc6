package org.distill4j.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.pages.MethodsOnPage;
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
        Path.of("src/test/java/org/distill4j/text/Shown.java"),
        Path.of("..", "docs", "teachers-and-students.md"));
  }

  @Test
  @DisplayName("comes nearer to the teacher, and is a folder again")
  void learns(@TempDir Path folder) throws IOException {
    TinyFolder.bert().write(folder);
    Path target = folder.resolve("student");
    try (Session session = new ArrayBackend().open(SessionOptions.defaults())) {
      TrainingReport report = Shown.smaller(session, folder, TEXTS, target);
      assertThat(total(report, 9)).isLessThan(total(report, 0));
      HuggingFaceFolder written = HuggingFaceFolder.open(target);
      assertThat(written.layerCount()).isEqualTo(2);
      assertThat(written.weights()).isEqualTo(report.weights());
    }
  }

  private static double total(TrainingReport report, int epoch) {
    return report.epochs().get(epoch).loss().total();
  }
}
