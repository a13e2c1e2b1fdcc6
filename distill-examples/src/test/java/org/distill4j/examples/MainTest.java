package org.distill4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The program")
class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return Main.run(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        args);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private void assertRefused(String message, String... args) {
    assertThat(run(args)).as("exit status").isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactlyElementsOf(message.lines().toList());
  }

  @Nested
  @DisplayName("explains")
  class Explains {
    @Test
    @DisplayName("its subcommands")
    void subcommands() {
      assertThat(run("--help")).isZero();
      assertThat(printed()).contains("mnist         Trains a teacher");
    }

    @Test
    @DisplayName("which term alpha weighs, and every option's default")
    void options() {
      assertThat(run("mnist", "--help")).isZero();
      assertThat(printed().replaceAll("\\s+", " "))
          .contains("Weight of the SOFT term")
          .contains(
              "Frameworks disagree: where alpha weighs the hard term, its value is 1 - A here")
          .contains(
              "--backend",
              "--device",
              "--threads",
              "--data",
              "--download",
              "--epochs",
              "--teacher-epochs",
              "--batch-size",
              "--temperature",
              "--alpha",
              "--learning-rate",
              "--seed",
              "--out",
              "--quiet");
    }
  }

  @Nested
  @DisplayName("says in two lines, with exit status 2,")
  class Refuses {
    @Test
    @DisplayName("that there is no such subcommand")
    void subcommand() {
      assertRefused("Unmatched argument at index 0: 'mnst'\nMaybe mnist was meant.", "mnst");
    }

    @Test
    @DisplayName("that a subcommand is missing")
    void noSubcommand() {
      assertRefused("Missing required subcommand\nMaybe distill4j --help tells more.");
    }

    @Test
    @DisplayName("that there is no such option")
    void option() {
      assertRefused("Unknown option: '--epoch=3'\nMaybe --epochs was meant.", "mnist", "--epoch=3");
    }

    @Test
    @DisplayName("that a value is not a number")
    void notANumber() {
      assertRefused(
          "Invalid value for option '--epochs': 'five' is not an int\n"
              + "Maybe distill4j mnist --help tells more.",
          "mnist",
          "--epochs=five");
    }

    @Test
    @DisplayName("that there is no such device")
    void device() {
      assertRefused(
          "Device \"gpu\", expected cpu, cuda or cuda:N.\nMaybe cuda:0 was meant.",
          "mnist",
          "--device=gpu");
    }

    @Test
    @DisplayName("that there is no such backend, and which were found")
    void backend() {
      assertThat(run("mnist", "--backend=torch")).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .startsWith("Backend \"torch\" was not found, expected one of [")
          .contains("Maybe add the artifact of a backend")
          .hasLineCount(2);
    }

    @Test
    @DisplayName("that the data are not where they were said to be")
    void data(@TempDir Path folder) {
      assertRefused(
          "Folder "
              + folder
              + " holds neither train-images-idx3-ubyte nor train-images-idx3-ubyte.gz, expected"
              + " the four files of MNIST.\n"
              + "Maybe the folder is another, or --download is to fetch them.",
          "mnist",
          "--data=" + folder);
    }

    @Test
    @DisplayName("that the results have no place, before anything is trained")
    void out(@TempDir Path folder) throws IOException {
      Path file = Files.createFile(folder.resolve("file"));
      assertRefused(
          "Folder "
              + file
              + " cannot be made (java.nio.file.FileAlreadyExistsException: "
              + file
              + "), expected a place for the results.\nMaybe --out DIR chooses another.",
          "mnist",
          "--out=" + file);
    }
  }

  @Nested
  @DisplayName("runs")
  class Runs {
    @Test
    @DisplayName("MNIST with the digits that come along, on the backend that is there")
    void mnist(@TempDir Path folder) {
      int status = run("mnist", "--quiet", "--epochs=1", "--teacher-epochs=1", "--out=" + folder);

      assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
      assertThat(status).isZero();
      assertThat(printed()).hasLineCount(11).contains("accuracy");
      assertThat(folder).isDirectoryContaining(file -> file.endsWith("result.json"));
    }
  }
}
