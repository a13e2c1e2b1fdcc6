package org.distill4j.spark.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The example application")
class DigitsOnSparkTest {
  @TempDir private Path folder = Path.of("");

  /** Files as MNIST has them, of noise. */
  private void write(String name, int count) throws IOException {
    Random random = new Random(1);
    byte[] pixels = new byte[count * 784];
    random.nextBytes(pixels);
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) random.nextInt(10);
    }
    idx(name + "-images-idx3-ubyte.gz", pixels, count, 28, 28);
    idx(name + "-labels-idx1-ubyte.gz", labels, count);
  }

  private void idx(String name, byte[] values, int... dims) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(folder.resolve(name))))) {
      out.writeInt(0x0800 | dims.length);
      for (int dim : dims) {
        out.writeInt(dim);
      }
      out.write(values);
    }
  }

  @Test
  @DisplayName("trains a teacher and a student, and saves the student")
  void whole() throws IOException {
    write("train", 60);
    write("t10k", 20);
    Path out = folder.resolve("out");
    assertThat(
            ExampleProgram.run(
                DigitsOnSpark::main, folder.toString(), out.toString(), "2", "2", "5"))
        .contains("teacher: round 1, loss ", "teacher: accuracy ", "student: accuracy ");
    assertThat(out.resolve("student").resolve("weights.safetensors")).exists();
    assertThat(out.resolve("taught").resolve("manifest.json")).exists();
  }

  @Test
  @DisplayName("asks for its arguments")
  void arguments() {
    assertThatThrownBy(() -> ExampleProgram.run(DigitsOnSpark::main, "here"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("1 arguments were given, expected 5");
  }
}
