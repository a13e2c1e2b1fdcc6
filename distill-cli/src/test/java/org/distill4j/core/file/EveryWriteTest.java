package org.distill4j.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.distill4j.cli.Distill;
import org.distill4j.cli.console.Interrupts;
import org.distill4j.cli.run.ResultFile;
import org.distill4j.cli.run.SameWeights;
import org.distill4j.cli.run.Samples;
import org.distill4j.core.weights.WeightsFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run is ended before each step of each of its writes in turn: what is thrown there is caught by
 * nobody, and every later step throws it too, so nothing is cleaned up, as after a kill.
 */
@Tag("slow")
@DisplayName("A run that is killed at a write")
class EveryWriteTest {
  private static final String RUN =
      Samples.PLAIN
          .replace("epochs: 3, batch-size: 8", "epochs: 1, batch-size: 12")
          .replace("epochs: 3\n  batch-size: 10", "epochs: 2\n  batch-size: 12")
          .replace("output:", "checkpoints: {kept: 1}\noutput:");
  private static final int STEPS = 4;

  @TempDir private Path folders = Path.of("");

  @AfterEach
  void unwatch() {
    AtomicFiles.unwatch();
  }

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed(String where) {
      super(where);
    }
  }

  private static int train(Path folder, String... more) throws IOException {
    Path config = Files.writeString(folder.resolve("run.yaml"), Samples.in(folder, RUN));
    List<String> arguments = new ArrayList<>(List.of("train", "-c", config.toString(), "--plain"));
    arguments.addAll(List.of(more));
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(told, true, StandardCharsets.UTF_8);
    int status = Distill.run(stream, stream, Interrupts.none(), arguments.toArray(String[]::new));
    assertThat(status).as(told.toString(StandardCharsets.UTF_8)).isZero();
    return status;
  }

  /** The steps of all writes of a run, in order. */
  private List<String> steps() throws IOException {
    List<String> steps = new ArrayList<>();
    AtomicFiles.watch((step, file) -> steps.add(step + " " + file.getFileName()));
    train(Files.createDirectory(folders.resolve("whole")));
    AtomicFiles.unwatch();
    return steps;
  }

  @Test
  @DisplayName("leaves each file as it was or as it is to be, and is resumed to the same end")
  void killed() throws IOException {
    List<String> steps = steps();
    assertThat(steps).hasSizeGreaterThan(80);
    for (int kill = 0; kill < steps.size(); kill++) {
      Path folder = Files.createDirectory(folders.resolve("killed-" + kill));
      kill(folder, kill);
      requireWhole(folder.resolve("out"), steps.get(kill));

      train(folder, "--resume");

      requireEnd(folder.resolve("out"), steps.get(kill));
    }
  }

  private static void kill(Path folder, int at) throws IOException {
    int[] taken = {0};
    AtomicFiles.watch(
        (step, file) -> {
          if (taken[0]++ >= at) {
            throw new Killed(step + " " + file);
          }
        });
    try {
      train(folder);
      throw new AssertionError("The run was not killed at step " + at);
    } catch (Killed killed) {
      assertThat(taken[0]).isGreaterThan(at);
    } finally {
      AtomicFiles.unwatch();
    }
  }

  private static void requireWhole(Path out, String where) throws IOException {
    for (String name : List.of("student.safetensors", "teacher.safetensors")) {
      if (Files.exists(out.resolve(name))) {
        assertThat(WeightsFile.read(out.resolve(name)).names()).as(where).isNotEmpty();
      }
    }
    if (Files.exists(out.resolve(ResultFile.NAME))) {
      assertThat(ResultFile.read(out).networks()).as(where).isNotEmpty();
    }
    if (Files.exists(out.resolve("report.html"))) {
      assertThat(Files.readString(out.resolve("report.html"))).as(where).endsWith("</html>\n");
    }
    if (Files.exists(out.resolve("run.yaml"))) {
      assertThat(Files.readString(out.resolve("run.yaml"))).as(where).endsWith("/out\n");
    }
  }

  private void requireEnd(Path out, String where) throws IOException {
    requireWhole(out, where);
    SameWeights.require(
        out.resolve("student.safetensors"),
        folders.resolve("whole/out").resolve("student.safetensors"));
    assertThat(told(out, "step"))
        .as(where)
        .isEqualTo(IntStream.rangeClosed(1, STEPS).boxed().toList());
    assertThat(told(out, "epoch")).as(where).containsExactly(1, 2);
    try (Stream<Path> all = Files.walk(out)) {
      assertThat(all.filter(file -> file.toString().endsWith(".tmp"))).as(where).isEmpty();
    }
  }

  /** The numbers of the steps, or of the epochs, that the student's file tells of. */
  private static List<Integer> told(Path out, String event) throws IOException {
    List<Integer> told = new ArrayList<>();
    for (String line : Files.readAllLines(out.resolve("student.jsonl"))) {
      var node = new ObjectMapper().readTree(line);
      if (node.path("event").asText().equals(event)) {
        told.add(node.path(event).asInt());
      }
    }
    return told;
  }
}
