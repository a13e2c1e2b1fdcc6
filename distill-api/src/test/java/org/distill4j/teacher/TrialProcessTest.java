package org.distill4j.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A file that is tried in a process of its own")
class TrialProcessTest {
  private static final Path FILE = Path.of("foreign.pt");

  @TempDir private Path folder = Path.of("");

  /** What a file may do; the argument says which. */
  static final class Foreign {
    private Foreign() {}

    public static void main(String... arguments) {
      TrialOutcome.tell(() -> act(arguments));
    }

    private static void act(String... arguments) {
      switch (arguments[0]) {
        case "end" -> Runtime.getRuntime().halt(139);
        case "refuse" -> throw new IllegalArgumentException("It is none.\nMaybe another.");
        case "fail" -> throw new UnsupportedOperationException("oops");
        case "touch" -> write(Path.of("left"), "");
        case "write" -> write(Path.of(arguments[1]), "text");
        case "sleep" -> sleep();
        default -> System.out.println("computed");
      }
    }

    private static void write(Path file, String text) {
      try {
        Files.writeString(file, text);
      } catch (IOException error) {
        throw new UncheckedIOException(error);
      }
    }

    private static void sleep() {
      try {
        Thread.sleep(100_000);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void run(String... arguments) {
    TrialProcess.require(FILE, Foreign.class, List.of(arguments));
  }

  private static void refuses(String why, String... arguments) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(arguments))
        .withMessageStartingWith("foreign.pt is refused: " + why)
        .withMessageContaining("\nMaybe ");
  }

  @Test
  @DisplayName("passes if that ends well")
  void well() {
    assertThatCode(() -> run("compute")).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("is refused if it ends the process, with the signal")
  void crash() {
    refuses("tried in a process of its own, it ended that by signal 11", "end");
    refuses("tried in a process of its own, it ended that with status 1", "fail");
  }

  @Test
  @DisplayName("is refused for the reason that it is refused there")
  void refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run("refuse"))
        .withMessage("It is none.\nMaybe another.");
  }

  @Test
  @DisplayName("is refused if it leaves a file, and can write nothing where the system forbids it")
  void writes() {
    refuses("tried in a process of its own, it made the files [left]", "touch");
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")));
    Path outside = folder.resolve("outside");
    refuses("tried in a process of its own", "write", outside.toString());
    assertThat(outside)
        .satisfiesAnyOf(
            file -> assertThat(file).doesNotExist(), file -> assertThat(file).isEmptyFile());
  }

  @Test
  @DisplayName("is refused if it does not end in time")
  void tooLong() {
    System.setProperty("distill.trial.seconds", "3");
    try {
      refuses("tried in a process of its own, it did not end in 3 seconds", "sleep");
    } finally {
      System.clearProperty("distill.trial.seconds");
    }
  }

  @Test
  @DisplayName("is refused if the process does not start")
  void noStart() {
    String classPath = System.getProperty("java.class.path", "");
    System.setProperty("java.class.path", folder.toString());
    try {
      refuses("a process of its own does not start (status 1: ", "compute");
    } finally {
      System.setProperty("java.class.path", classPath);
    }
  }

  @Test
  @DisplayName("is given its inputs as texts")
  void arguments() {
    Map<String, TensorSpec> inputs = new LinkedHashMap<>();
    inputs.put("ids", TensorSpec.freeInts("length"));
    inputs.put("image", TensorSpec.floats(3, 8, 8));
    inputs.put("scale", new TensorSpec(TensorSpec.floats(1).type(), Shape.scalar()));
    TrialArguments given = new TrialArguments(FILE, inputs, List.of("logits", ""));

    TrialArguments read = TrialArguments.parse(given.texts().toArray(String[]::new));

    assertThat(read).isEqualTo(given);
    assertThat(read.inputs()).containsExactlyEntriesOf(inputs);
  }
}
