package org.distill4j.examples.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.distill4j.onnx.OnnxPredictor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("The compression study")
class CompressionStudyTest {
  @Test
  @DisplayName("compares each width alone, distilled, as ONNX and in int8, and leaves the files")
  void study(@TempDir Path folder) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    int status =
        new CommandLine(new CompressionCommand(printed))
            .execute(
                "--quiet",
                "--seeds=1",
                "--widths=4,32",
                "--epochs=1",
                "--teacher-epochs=1",
                "--out=" + folder);

    assertThat(status).isZero();
    List<String> rows = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(rows).hasSize(2 + 1 + 2 * 4);
    assertThat(rows.get(0)).contains("parameters", "FLOPs", "file", "1 digit, p50", "errors");
    // 784 · 4 + 4 + 4 · 10 + 10 parameters; twice the products, the sums and the ReLUs.
    assertThat(row(rows, "4 alone")).contains("3,190", "6,370");
    assertThat(row(rows, "4 distilled, ONNX")).doesNotContain("3,190").contains(" kB");
    assertThat(sizeOf(folder, "32-int8.onnx")).isLessThan(sizeOf(folder, "32.onnx") / 2);
    assertThat(Files.readAllLines(folder.resolve("compression.csv"))).hasSize(1 + 1 + 2 * 4);
    try (OnnxPredictor student = OnnxPredictor.open(folder.resolve("32.onnx"))) {
      assertThat(student.input()).isEqualTo(TensorSpec.floats(784));
    }
  }

  private static String row(List<String> rows, String name) {
    return rows.stream().filter(row -> row.startsWith(name + " ")).findFirst().orElseThrow();
  }

  private static long sizeOf(Path folder, String file) throws IOException {
    return Files.size(folder.resolve(file));
  }

  @Test
  @DisplayName("refuses a width below one, before anything is trained")
  void width(@TempDir Path folder) {
    assertThatThrownBy(() -> new CompressionStudy(List.of(8, 0), 1, 1, folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A student of width 0, expected at least 1.\nMaybe --widths has a number too many.");
  }
}
