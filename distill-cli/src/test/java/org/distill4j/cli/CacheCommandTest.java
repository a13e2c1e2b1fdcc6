package org.distill4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.cli.console.ExitCode;
import org.distill4j.cli.console.RunEndedException;
import org.distill4j.cli.run.RunFile;
import org.distill4j.cli.run.RunListener;
import org.distill4j.cli.run.SameWeights;
import org.distill4j.cli.run.Samples;
import org.distill4j.cli.run.TrainingJob;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.cache.FillListener;
import org.distill4j.core.checkpoint.Checkpoints;
import org.distill4j.train.StopSignal;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingListener;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("distill cache")
class CacheCommandTest {
  private static final String CACHED =
      Samples.PLAIN.replace("  training: {epochs", "  cache: {batch-size: 5}\n  training: {epochs");

  @TempDir private Path folder = Path.of("");

  private Path output(String file) {
    return folder.resolve("out").resolve(file);
  }

  private static Invocation done(String... args) {
    Invocation call = Invocation.of(args);
    assertThat(call.status()).as(call.err()).isZero();
    return call;
  }

  /** The run whose teacher is the one that the run before trained. */
  private String taught(String cache) throws IOException {
    return Invocation.config(
        folder,
        Samples.PLAIN
            .replaceAll(
                "  training: \\{epochs.*", "  weights: DIR/out/teacher.safetensors\n" + cache)
            .replace("output: DIR/out", "output: DIR/other"));
  }

  @Test
  @DisplayName("trains the teacher and asks it, and the training continues to the same student")
  void ahead() throws IOException {
    String config = Invocation.config(folder, CACHED);

    Invocation filled = done("cache", "-c", config, "--plain");

    assertThat(filled.out())
        .contains("teacher    epoch 3/3", "cache      24 of 24 examples")
        .contains("The teacher's outputs for 24 examples are in " + output("teacher.cache") + ".");
    assertThat(output("student.safetensors")).doesNotExist();
    Invocation trained = done("train", "-c", config, "--resume", "--plain");
    assertThat(trained.out()).contains("student    epoch 3/3").doesNotContain("cache  ");

    Path cached = Files.move(output("student.safetensors"), folder.resolve("cached.safetensors"));
    done("train", "-c", Invocation.config(folder, Samples.PLAIN), "--overwrite", "--quiet");
    SameWeights.require(cached, output("student.safetensors"));
  }

  @Test
  @DisplayName("done again reads the file and asks nobody")
  void again() throws IOException {
    String config = Invocation.config(folder, CACHED);
    done("cache", "-c", config);
    long written = Files.getLastModifiedTime(output("teacher.cache")).toMillis();

    Invocation second = done("cache", "-c", config, "--plain");

    assertThat(second.out()).doesNotContain("cache  ").contains("The teacher's outputs for 24");
    assertThat(Files.getLastModifiedTime(output("teacher.cache")).toMillis()).isEqualTo(written);
  }

  @Test
  @DisplayName("is not needed: a training fills the file itself")
  void byTraining() throws IOException {
    Invocation trained = done("train", "-c", Invocation.config(folder, CACHED), "--plain");
    assertThat(trained.out()).contains("cache      24 of 24 examples", "student    epoch 3/3");
    assertThat(output("teacher.cache")).exists();
  }

  @Test
  @DisplayName("keeps it elsewhere, and smaller")
  void smaller() throws IOException {
    done("train", "-c", Invocation.config(folder, Samples.PLAIN), "--quiet");
    Path whole = folder.resolve("whole.cache");
    Path half = folder.resolve("half.cache");
    done("cache", "-c", taught("  cache: {file: " + whole + "}"));
    done("cache", "-c", taught("  cache: {file: " + half + ", encoding: float16}"));
    assertThat(Files.size(half)).isLessThan(Files.size(whole) - 100);
    done("train", "-c", taught("  cache: {file: " + half + ", encoding: float16}"), "--quiet");
  }

  private RunEndedException broken(StopSignal stop, TrainingListener teacher, FillListener filled) {
    RunFile run = RunFile.parse("run.yaml", Samples.in(folder, CACHED));
    RunListener show =
        new RunListener() {
          @Override
          public List<TrainingListener> training(String name) {
            return List.of(teacher);
          }

          @Override
          public FillListener filling() {
            return filled;
          }
        };
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults())) {
      TrainingJob job = new TrainingJob(run, session, Checkpoints.Start.RESUME, stop);
      return catchThrowableOfType(RunEndedException.class, () -> job.cache(show));
    }
  }

  @Test
  @DisplayName("stops after a batch, reports what is cached, and resumes from there")
  void stopped() throws IOException {
    StopSignal stop = new StopSignal();

    RunEndedException ended =
        broken(
            stop,
            event -> {},
            (examples, total) -> {
              if (examples == 10) {
                stop.request();
              }
            });

    assertThat(ended.code()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(ended)
        .hasMessage(
            "The filling of the cache was stopped after 10 of 24 examples.\n"
                + "The teacher's outputs so far are cached in "
                + output("teacher.cache")
                + ".partial; the same command resumes from there.");
    assertThat(output("teacher.cache")).doesNotExist();
    Invocation second = done("cache", "-c", Invocation.config(folder, CACHED), "--plain");
    // The first batch of the second filling is the third of all.
    assertThat(second.out().lines().filter(line -> line.startsWith("cache")))
        .startsWith("cache      15 of 24 examples");
  }

  @Test
  @DisplayName("stopped while the teacher is trained says that the same command resumes")
  void stoppedBefore() {
    StopSignal stop = new StopSignal();

    RunEndedException ended =
        broken(
            stop,
            event -> {
              if (event instanceof TrainingEvent.StepCompleted) {
                stop.request();
              }
            },
            (examples, total) -> {});

    assertThat(ended.code()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(ended)
        .hasMessageStartingWith("The training of the teacher was stopped after step 1.\n")
        .hasMessageEndingWith("; the same command resumes from there.");
  }

  @Nested
  @DisplayName("refuses")
  class Refuses {
    private void requireWrong(Invocation call, String... told) {
      assertThat(call.status()).isEqualTo(2);
      assertThat(call.err()).contains(told).contains("\nMaybe ");
    }

    @Test
    @DisplayName("a file of another teacher, with both fingerprints, and so does the training")
    void stale() throws IOException {
      done("cache", "-c", Invocation.config(folder, CACHED));
      String old = fingerprint(Invocation.of("train", "-c", otherTeacher()));
      requireWrong(
          Invocation.of("cache", "-c", otherTeacher()),
          "The cache " + output("teacher.cache") + " is stale: it is of teacher " + old,
          ", expected teacher ");
    }

    private String otherTeacher() throws IOException {
      return Invocation.config(
          folder,
          CACHED
              .replace("output:", "checkpoints: {folder: DIR/others}\noutput:")
              .replace("seed: 0", "")
              .replace("metrics:", "seed: 8\nmetrics:"));
    }

    private static String fingerprint(Invocation refused) {
      assertThat(refused.status()).as(refused.err()).isEqualTo(2);
      assertThat(refused.err()).containsPattern("is of teacher [0-9a-f]{64} and data");
      return refused.err().replaceAll("(?s).*is of teacher ([0-9a-f]{64}) and.*", "$1");
    }

    @Test
    @DisplayName("a run without a cache or a teacher")
    void none() throws IOException {
      requireWrong(
          Invocation.of("cache", "-c", Invocation.config(folder, Samples.PLAIN)),
          "run.yaml has no teacher.cache, expected it to say how outputs are cached.",
          "Maybe add cache: {encoding: float32} to its teacher.");
    }

    @Test
    @DisplayName("an encoding that cannot keep the outputs, before anything is trained")
    void unfit() throws IOException {
      String config =
          Invocation.config(folder, CACHED.replace("{batch-size: 5}", "{logits: {top-k: {k: 5}}}"));
      requireWrong(
          Invocation.of("train", "--check", "-c", config),
          "teacher: Output \"logits\" is FLOAT32(3) for each example and shall be cached as top-5");
      assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    @DisplayName("an unknown encoding, with the one that was meant")
    void misspelt() throws IOException {
      String config =
          Invocation.config(folder, CACHED.replace("{batch-size: 5}", "{encoding: flaot16}"));
      requireWrong(
          Invocation.of("cache", "-c", config),
          "teacher.cache.encoding has the encoding \"flaot16\"",
          "Maybe float16 was meant.");
    }
  }

  @Test
  @DisplayName("stops where the file cannot be written, and says so")
  void unwritable() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    String config =
        Invocation.config(folder, CACHED.replace("{batch-size: 5}", "{file: " + file + "/c}"));
    Invocation call = Invocation.of("cache", "-c", config);
    assertThat(call.status()).isEqualTo(3);
    assertThat(call.err())
        .contains("The cache " + file + "/c could not be read or written: ", "\nMaybe ")
        .endsWith("None of the teacher's outputs were cached yet.\n");
  }
}
