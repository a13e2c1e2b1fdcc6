package org.distill4j.examples.mnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.cli.console.Console;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.data.Subset;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.examples.engine.ResultFolders;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Runs side by side")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SideBySideTest {
  private static final MnistTask TASK = fewDigits();

  private final Path folder;
  private final ReferenceBackend backend = new ReferenceBackend();

  SideBySideTest(@TempDir Path folder) {
    this.folder = folder;
    run("one", 1, 42);
    run("two", 1, 42);
    run("longer", 2, 42);
  }

  private static MnistTask fewDigits() {
    Mnist mnist = Mnist.embedded();
    return new MnistTask(
        "few", Subset.range(mnist.train().flat(), 0, 12), Subset.range(mnist.test().flat(), 0, 10));
  }

  private void run(String name, int epochs, long seed) {
    Console quiet =
        new Console(
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            Console.Mode.QUIET);
    Path out = folder.resolve(name);
    ResultFolders.make(out, "results");
    try (Session session = backend.open(SessionOptions.defaults())) {
      MnistExperiment experiment = new MnistExperiment(session, new SessionTrainer(session), quiet);
      new MnistProgram(backend, session, experiment, quiet)
          .run(TASK, new MnistSettings(1, epochs, 4, 5, 0.7, 0.001, seed), out, System.nanoTime());
    }
  }

  private FinishedRun finished(String name) {
    return FinishedRun.in(folder.resolve(name));
  }

  private String table(String... names) {
    try (Session session = backend.open(SessionOptions.defaults())) {
      return new SideBySide(List.of(names).stream().map(this::finished).toList())
          .table(session, MnistExperiment.STUDENT, TASK.test());
    }
  }

  @Test
  @DisplayName("of one task and one backend are the same")
  void same() {
    String table = table("one", "two");

    assertThat(table.lines().limit(2))
        .containsExactly("|  | reference | reference |", "|---|---|---|");
    assertThat(table)
        .contains("| student, largest difference in 50 steps | 0.0e+00 | 0.0e+00 |")
        .contains("| agreement with the student of reference | 100.00 % | 100.00 % |");
  }

  @Test
  @DisplayName("show how far losses are from the first run's, by its own measure")
  void apart() throws Exception {
    run("changed", 1, 42);
    Path losses = folder.resolve("changed").resolve("alone-losses.csv");
    List<String> lines = Files.readAllLines(losses);
    double second = finished("one").losses("alone").get(1);
    lines.set(2, "2," + second * 1.5 + ",0");
    Files.write(losses, lines);

    assertThat(table("one", "changed"))
        .contains("| alone, largest difference in 50 steps | 0.0e+00 | 5.0e-01 |");
  }

  @Test
  @DisplayName("have a loss for each step, the total first")
  void losses() throws Exception {
    List<String> lines = Files.readAllLines(folder.resolve("one").resolve("student-losses.csv"));

    assertThat(lines.get(0)).isEqualTo("step,total,soft,hard");
    assertThat(lines).hasSize(1 + 3);
    assertThat(finished("one").losses("student")).hasSize(3).allMatch(loss -> loss > 0);
  }

  @Test
  @DisplayName("are refused if they are of two tasks")
  void otherTask() {
    assertThatThrownBy(() -> table("one", "longer"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(folder.resolve("longer").toString())
        .hasMessageContaining("expected the same.\nMaybe repeat one with the options of the other");
  }

  @Test
  @DisplayName("are refused if there is no result")
  void noRun() {
    assertThatThrownBy(() -> finished("nowhere"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("result.json could not be read")
        .hasMessageContaining("\nMaybe the folder is another");
  }
}
