package org.distill4j.examples.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("The program that keeps outputs of many examples")
class LargeCacheTest {
  @Test
  @DisplayName("reads back what the teacher said, exactly or within each encoding's error")
  void readsBack(@TempDir Path folder) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    int status =
        new CommandLine(new LargeCacheCommand(out))
            .execute("--examples=20000", "--folder", folder.toString());
    assertThat(status).isZero();
    String text = printed.toString(StandardCharsets.UTF_8);
    assertThat(text.lines().filter(line -> line.contains("largest difference")))
        .hasSize(3)
        .first()
        .asString()
        .endsWith(String.format(Locale.getDefault(), "%8.2g", 0.0));
    assertThat(folder).isEmptyDirectory();
  }
}
