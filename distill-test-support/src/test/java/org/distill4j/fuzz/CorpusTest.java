package org.distill4j.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Files that fuzzing found")
class CorpusTest {
  private static final List<String> READ = new ArrayList<>();

  @TempDir private Path folder = Path.of("");

  /** The reader of this test. */
  public static final class Readers implements FuzzTarget.Catalog {
    /** Readers without arguments, as Jazzer makes them. */
    public Readers() {}

    @Override
    public Map<String, FuzzTarget> targets() {
      return Map.of(
          "lines",
          new FuzzTarget("lines.txt", 100, CorpusTest::read, List.of("seed".getBytes(UTF_8))));
    }
  }

  private static void read(Path file) {
    try {
      String text = Files.readString(file);
      if (text.isEmpty()) {
        throw new IllegalArgumentException("File " + file + " is empty.\nMaybe fetch it again.");
      }
      READ.add(text);
    } catch (IOException absent) {
      throw new UncheckedIOException(
          "File " + file + " cannot be read.\nMaybe its name differs.", absent);
    }
  }

  @BeforeEach
  void nothingRead() {
    READ.clear();
  }

  @Test
  @DisplayName("are read once more with every build, after the seeds")
  void replayed() throws Throwable {
    for (DynamicTest test : Corpus.tests(new Readers()).toList()) {
      assertThat(test.getDisplayName()).isEqualTo("lines");
      test.getExecutable().execute();
    }

    assertThat(READ).containsExactly("seed", "stored");
  }

  @Test
  @DisplayName("come from a class that reads what Jazzer makes")
  void fuzzed() {
    System.setProperty(CoverageFuzzer.CATALOG, Readers.class.getName());
    System.setProperty(CoverageFuzzer.TARGET, "lines");

    CoverageFuzzer.fuzzerTestOneInput("made".getBytes(UTF_8));

    assertThat(READ).containsExactly("made");
  }

  @Test
  @DisplayName("are looked for by Jazzer, which starts from the seeds and those that are stored")
  void jazzer() throws Throwable {
    fuzz(1);

    Path grown = Path.of("target", "corpus", "lines");
    assertThat(grown.resolve("seed-0")).hasContent("seed");
    assertThat(grown.resolveSibling("lines.log"))
        .content()
        .contains("--target_class=org.distill4j.fuzz.CoverageFuzzer", "-max_total_time=1")
        .containsPattern("corpus.lines\\R.*corpus.lines");
    assertThatThrownBy(() -> fuzz(2))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Jazzer found a file that breaks a promise")
        .hasMessageContaining("lines.log");
  }

  private static void fuzz(int seconds) throws Throwable {
    System.setProperty("fuzz.seconds", String.valueOf(seconds));
    try {
      for (DynamicTest test : Corpus.tests(new Readers()).toList()) {
        test.getExecutable().execute();
      }
    } finally {
      System.clearProperty("fuzz.seconds");
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("may be no files at all, which a reader refuses by name")
  void refused(WrongPath wrong) {
    wrong.refuse(folder, "lines.txt", CorpusTest::read);

    assertThat(READ).isEmpty();
  }

  @Test
  @DisplayName("may be no files at all: a reader that takes them, or refuses curtly, is noticed")
  void noticed() {
    assertThatThrownBy(() -> WrongPath.EMPTY_FILE.refuse(folder, "a", path -> {}))
        .isInstanceOf(AssertionError.class)
        .hasMessage("EMPTY_FILE was read as a");
    assertThatThrownBy(() -> WrongPath.NOTHING.refuse(folder, "b", CorpusTest::curt))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no name or no way out in: No.");
    assertThatThrownBy(() -> WrongPath.NOTHING.refuse(folder, "b", path -> READ.get(READ.size())))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("IndexOutOfBoundsException");
  }

  private static void curt(Path path) {
    throw new IllegalArgumentException("No.");
  }
}
