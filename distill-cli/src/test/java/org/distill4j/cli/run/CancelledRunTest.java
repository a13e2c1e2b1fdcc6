package org.distill4j.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.cli.console.ExitCode;
import org.distill4j.cli.console.RunEndedException;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.checkpoint.Checkpoints;
import org.distill4j.train.StopSignal;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingListener;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A run that is stopped keeps its saved state, says so, and resumes to the same end:")
class CancelledRunTest {
  private static final String PLAIN =
      Samples.PLAIN.replace("output:", "checkpoints: {every-steps: 1}\noutput:");
  private static final int STEP = 5;

  @TempDir private Path folder = Path.of("");

  private RunFile run(String yaml, String output) {
    return RunFile.parse(
        "run.yaml", Samples.in(folder, yaml).replace("/out\n", "/" + output + "\n"));
  }

  private static void train(
      RunFile run, Checkpoints.Start start, StopSignal stop, TrainingListener listener) {
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults())) {
      new TrainingJob(run, session, start, stop)
          .train(name -> name.equals("student") ? List.of(listener) : List.of());
    }
  }

  /** The student fails after its fifth step. */
  private RunEndedException broken(RunFile run, StopSignal stop, Consumer<RunFile> fault) {
    TrainingListener listener =
        event -> {
          if (event instanceof TrainingEvent.StepCompleted step && step.step() == STEP) {
            fault.accept(run);
          }
        };
    return catchThrowableOfType(
        RunEndedException.class, () -> train(run, Checkpoints.Start.NEW, stop, listener));
  }

  private void requireSameEnd(RunFile run) {
    train(run, Checkpoints.Start.RESUME, new StopSignal(), event -> {});
    RunFile whole = run(PLAIN, "whole");
    train(whole, Checkpoints.Start.NEW, new StopSignal(), event -> {});
    SameWeights.require(
        run.output().resolve(TrainingJob.STUDENT), whole.output().resolve(TrainingJob.STUDENT));
  }

  @Test
  @DisplayName("stopped after a step")
  void stopped() {
    RunFile run = run(PLAIN, "out");
    StopSignal stop = new StopSignal();

    RunEndedException ended = broken(run, stop, any -> stop.request());

    assertThat(ended.code()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(ended)
        .hasMessageStartingWith("The training of the student was stopped after step 5.\n")
        .hasMessageContaining("It is saved in " + run.checkpoints("student"))
        .hasMessageEndingWith("; the same command with --resume continues from there.");
    requireSameEnd(run);
  }

  @Test
  @DisplayName("stopped while its teacher is asked, before its first step")
  void asked() {
    RunFile run = run(PLAIN, "out");
    StopSignal stop = new StopSignal();
    TrainingListener listener =
        event -> {
          if (event instanceof TrainingEvent.TeacherAsked) {
            stop.request();
          }
        };

    assertThatExceptionOfType(RunEndedException.class)
        .isThrownBy(() -> train(run, Checkpoints.Start.NEW, stop, listener))
        .withMessageStartingWith(
            "The training of the student was stopped before its first step.\nIt is saved in "
                + run.checkpoints("student"));
    requireSameEnd(run);
  }

  @Test
  @DisplayName("by a listener that throws")
  void listener() {
    RunFile run = run(PLAIN, "out");

    RunEndedException ended =
        broken(
            run,
            new StopSignal(),
            any -> {
              throw new IllegalStateException("oops");
            });

    assertThat(ended.code()).isEqualTo(ExitCode.FAULT);
    assertThat(ended)
        .hasRootCauseMessage("oops")
        .hasMessageStartingWith("The student is saved up to step 4 in ");
    requireSameEnd(run);
  }

  @Test
  @DisplayName("by memory that is used up")
  void memory() {
    RunEndedException ended =
        broken(
            run(PLAIN, "out"),
            new StopSignal(),
            any -> {
              throw new OutOfMemoryError("Java heap space");
            });

    assertThat(ended.code()).isEqualTo(ExitCode.CANCELLED);
    assertThat(ended)
        .hasMessageContaining("The memory is used up: Java heap space.\nMaybe give more of it")
        .hasMessageContaining("The student is saved up to step 4 in ");
  }

  @Test
  @DisplayName("by a cache of the teacher that is cut while it is read")
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "A mapped file cannot be cut")
  void cut() {
    RunFile run =
        run(PLAIN.replace("  training: {epochs", "  cache: {}\n  training: {epochs"), "out");
    Path cache = run.output().resolve("teacher.cache");

    RunEndedException ended = broken(run, new StopSignal(), any -> write(cache, ""));

    assertThat(ended.code()).isEqualTo(ExitCode.CANCELLED);
    assertThat(ended)
        .hasMessageStartingWith("A file that is mapped into memory can no longer be read: ")
        .hasMessageContaining(
            "\n"
                + "Maybe another program shortened it (data, weights, a teacher's cache), or its"
                + " disk is gone.")
        .hasMessageContaining("The student is saved up to step ");
  }

  @Test
  @DisplayName("by a folder of checkpoints that can no longer be written")
  void unwritable() throws IOException {
    RunFile run = run(PLAIN, "out");
    Path checkpoints = run.checkpoints("student");
    Path aside = folder.resolve("aside");

    RunEndedException ended =
        broken(
            run,
            new StopSignal(),
            any -> {
              move(checkpoints, aside);
              write(checkpoints, "a file where a folder was");
            });

    assertThat(ended.code()).isEqualTo(ExitCode.CANCELLED);
    assertThat(ended)
        .hasMessageContaining("\nMaybe ")
        .hasMessageContaining("The student is saved up to step 4 in ");
    Files.delete(checkpoints);
    move(aside, checkpoints);
    requireSameEnd(run);
  }

  @Test
  @DisplayName("by weights that are no longer finite")
  void diverged() {
    RunFile run = run(PLAIN.replace("adam: 0.02}\n  loss", "sgd: 1e35}\n  loss"), "out");

    RunEndedException ended = broken(run, new StopSignal(), any -> {});

    assertThat(ended.code()).isEqualTo(ExitCode.CANCELLED);
    assertThat(ended).hasMessageContaining("\nMaybe ");
  }

  @Test
  @DisplayName("or is refused before it begins, without more words")
  void refused() {
    RunFile run = run(PLAIN, "out");
    train(run, Checkpoints.Start.NEW, new StopSignal(), event -> {});

    assertThatIllegalArgumentException()
        .isThrownBy(() -> train(run, Checkpoints.Start.NEW, new StopSignal(), event -> {}))
        .withMessageContaining("expected none for a new training");
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
