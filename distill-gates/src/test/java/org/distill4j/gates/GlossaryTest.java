package org.distill4j.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The glossary")
class GlossaryTest {
  @Test
  @DisplayName("has no word of its right column in names, comments and messages of main code")
  void code() throws IOException {
    for (String module : Modules.names()) {
      Path main = Modules.ROOT.resolve(module).resolve("src").resolve("main");
      if (Files.isDirectory(main)) {
        assertThat(found(main, Integer.MAX_VALUE)).as("words to avoid in %s", module).isEmpty();
      }
    }
  }

  @Test
  @DisplayName("has none in the pages")
  void pages() throws IOException {
    assertThat(found(Modules.ROOT.resolve("docs"), 1)).as("words to avoid in docs").isEmpty();
    assertThat(found(Modules.ROOT, 1)).as("words to avoid in the pages of the root").isEmpty();
    assertThat(found(Modules.ROOT.resolve("distill-conformance"), 1)).as("SPEC.md").isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("finds a phrase over lines of comments and of strings, and names the better word")
  @CsvSource(
      delimiter = '|',
      value = {
        "'/** The\n  * slope. */' | 2 | gradient",
        "'x(\"its first\"\n + \" weights\")' | 1 | initial",
        "'  // What the teacher\n  // says.' | 1 | outputs",
        "'int slopeOf()' | 1 | gradient"
      })
  void phrase(String text, int line, String use) {
    assertThat(Glossary.findings(text))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.line()).isEqualTo(line);
              assertThat(found.use()).isEqualTo(use);
            });
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("leaves words alone that mean something else")
  @CsvSource({"in place of a variable", "a part of a matrix", "the first layer", "kept in memory"})
  void otherMeanings(String text) {
    assertThat(Glossary.findings(text)).isEmpty();
  }

  private static List<String> found(Path folder, int depth) throws IOException {
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files.filter(GlossaryTest::isText).sorted().flatMap(GlossaryTest::found).toList();
    }
  }

  private static boolean isText(Path file) {
    return file.toString().matches(".*\\.(java|md|html|css|js|properties)");
  }

  private static Stream<String> found(Path file) {
    try {
      String name = Modules.ROOT.relativize(file.toAbsolutePath().normalize()).toString();
      return Glossary.findings(Files.readString(file))
          .map(
              found ->
                  name + ":" + found.line() + ": \"" + found.word() + "\", use " + found.use());
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
