package org.distill4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.distill4j.core.data.CsvTable;
import org.distill4j.core.data.EncodedTable;
import org.distill4j.core.data.TableColumns;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.model.Models;
import org.distill4j.model.Model;
import org.distill4j.pages.MethodsOnPage;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("docs/deploying.md, \"Serve in Java alone\",")
class ServingPageTest {
  @Test
  @DisplayName("shows code that the build compiles")
  void shown() throws IOException {
    MethodsOnPage.requireShown(
        Path.of("src/test/java/org/distill4j/runtime/ServingPage.java"),
        Path.of("../docs/deploying.md"));
  }

  @Test
  @DisplayName("shows code that runs")
  void runs(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), "age,city,y\n3,Oslo,1\n5,Oslo,0\n");
    EncodedTable train = TableColumns.of("city").read(CsvTable.of("y"), file);
    int width = train.encoding().width();
    Model student = Models.of(TensorSpec.floats(width), Dense.of(width, 2));
    ServingPage.write(student, ServedModels.weights(student), train, folder);
    ServingPage.serve(folder);
    TinyTexts.student().write(folder.resolve("texts.d4j"));
    assertThat(ServingPage.serveTexts(folder)).hasSize(TinyTexts.WIDTH);
  }
}
