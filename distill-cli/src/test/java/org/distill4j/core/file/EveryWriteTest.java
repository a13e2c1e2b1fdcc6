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
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.distill4j.cli.Distill;
import org.distill4j.cli.console.Interrupts;
import org.distill4j.cli.run.ResultFile;
import org.distill4j.cli.run.SameWeights;
import org.distill4j.cli.run.Samples;
import org.distill4j.cli.run.TinyEncoder;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.student.StudentContent;
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

  /** A command in a folder, for the first time or again after it was killed. */
  private interface Program {
    void run(Path folder, boolean again) throws IOException;
  }

  private static void run(String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.add("--plain");
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(told, true, StandardCharsets.UTF_8);
    int status = Distill.run(stream, stream, Interrupts.none(), arguments.toArray(String[]::new));
    assertThat(status).as(told.toString(StandardCharsets.UTF_8)).isZero();
  }

  private static String config(Path folder) throws IOException {
    return Files.writeString(folder.resolve("run.yaml"), Samples.in(folder, RUN)).toString();
  }

  private static void train(Path folder, boolean again) throws IOException {
    String[] resumed = {"train", "-c", config(folder), "--resume"};
    run(again ? resumed : Arrays.copyOf(resumed, 3));
  }

  private static void tune(Path folder, boolean again) throws IOException {
    run(
        "tune",
        "-c",
        config(folder),
        "--temperatures=1,4",
        "--candidates=2",
        "--factor=2",
        "--held-out=0.25");
  }

  private static void embed(Path folder, boolean again) throws IOException {
    TinyEncoder.write(folder);
    Path texts = folder.resolve("lines.txt");
    Files.write(texts, IntStream.range(0, 80).mapToObj(i -> "win money " + i).toList());
    List<String> more =
        new ArrayList<>(
            List.of("embed", folder.resolve("encoder").toString(), "--texts", texts.toString()));
    more.addAll(List.of("-o", folder.resolve("out").toString(), "--backend", "reference"));
    more.addAll(List.of("--width", "3", "--epochs", "1"));
    if (again) {
      more.add("--overwrite");
    }
    run(more.toArray(String[]::new));
  }

  /** The steps of all writes of a run, in order. */
  private List<String> steps(Program program) throws IOException {
    List<String> steps = new ArrayList<>();
    Path whole = Files.createDirectory(folders.resolve("whole"));
    AtomicFiles.watch((step, file) -> steps.add(step + " " + file.getFileName()));
    program.run(whole, false);
    AtomicFiles.unwatch();
    return steps;
  }

  private interface Check {
    void require(Path out, String where) throws IOException;
  }

  private void killed(Program program, int least, Check afterKill, Check atEnd) throws IOException {
    List<String> steps = steps(program);
    assertThat(steps).hasSizeGreaterThan(least);
    for (int kill = 0; kill < steps.size(); kill++) {
      String where = kill + ", " + steps.get(kill);
      Path folder = Files.createDirectory(folders.resolve("killed-" + kill));
      kill(program, folder, kill);
      afterKill.require(folder.resolve("out"), where);

      program.run(folder, true);

      afterKill.require(folder.resolve("out"), where);
      atEnd.require(folder.resolve("out"), where);
      try (Stream<Path> all = Files.walk(folder.resolve("out"))) {
        assertThat(all.filter(file -> file.toString().endsWith(".tmp"))).as(where).isEmpty();
      }
    }
  }

  private static void kill(Program program, Path folder, int at) throws IOException {
    int[] taken = {0};
    AtomicFiles.watch(
        (step, file) -> {
          if (taken[0]++ >= at) {
            throw new Killed(step + " " + file);
          }
        });
    try {
      program.run(folder, false);
      throw new AssertionError("The run was not killed at step " + at);
    } catch (Killed killed) {
      assertThat(taken[0]).isGreaterThan(at);
    } finally {
      AtomicFiles.unwatch();
    }
  }

  @Test
  @DisplayName("leaves each file as it was or as it is to be, and is resumed to the same end")
  void training() throws IOException {
    killed(EveryWriteTest::train, 80, EveryWriteTest::requireWhole, this::requireEnd);
  }

  @Test
  @DisplayName("is a search that gives the same when it is started again")
  void search() throws IOException {
    killed(
        EveryWriteTest::tune,
        40,
        EveryWriteTest::requireWhole,
        (out, where) ->
            assertThat(out.resolve("tune/tune.json"))
                .as(where)
                .hasSameTextualContentAs(folders.resolve("whole/out/tune/tune.json")));
  }

  @Test
  @DisplayName("or makes a student of texts, which is the same when that is made again")
  void embedding() throws IOException {
    killed(
        EveryWriteTest::embed,
        20,
        EveryWriteTest::requireStudent,
        (out, where) ->
            assertThat(out.resolve("student.d4j"))
                .as(where)
                .hasSameBinaryContentAs(folders.resolve("whole/out/student.d4j")));
  }

  private static void requireStudent(Path out, String where) throws IOException {
    requireWhole(out, where);
    if (Files.exists(out.resolve("student.d4j"))) {
      assertThat(StudentContent.read(out.resolve("student.d4j")).weights()).as(where).isNotEmpty();
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
    SameWeights.require(
        out.resolve("student.safetensors"),
        folders.resolve("whole/out").resolve("student.safetensors"));
    assertThat(told(out, "step"))
        .as(where)
        .isEqualTo(IntStream.rangeClosed(1, STEPS).boxed().toList());
    assertThat(told(out, "epoch")).as(where).containsExactly(1, 2);
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
