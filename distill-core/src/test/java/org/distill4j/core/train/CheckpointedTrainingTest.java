package org.distill4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.distill4j.core.train.CheckpointedTrainings.plan;
import static org.distill4j.core.train.CheckpointedTrainings.stopAfter;
import static org.distill4j.core.train.CheckpointedTrainings.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.distill4j.core.checkpoint.CheckpointFolder;
import org.distill4j.core.checkpoint.Checkpoints;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.train.CheckpointedTrainings.Outcome;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Sgd;
import org.distill4j.train.StopSignal;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A training with checkpoints")
class CheckpointedTrainingTest {
  private static final int EPOCHS = 4;
  private static final int STEPS = 3 * EPOCHS;
  private static final Outcome WHOLE =
      Outcome.of(CheckpointedTrainings.train(plan(EPOCHS).build()));

  private Path folder;
  private final List<TrainingEvent> events = new ArrayList<>();

  CheckpointedTrainingTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Outcome resume() {
    return Outcome.of(
        train(Checkpoints.resume(folder), plan(EPOCHS).listener(events::add).build()));
  }

  private <E extends TrainingEvent> List<E> told(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private Path newest() {
    List<Path> files = new CheckpointFolder(folder).files();
    return files.get(files.size() - 1);
  }

  private List<String> names() {
    return new CheckpointFolder(folder)
        .files().stream().map(file -> String.valueOf(file.getFileName())).toList();
  }

  @Nested
  @DisplayName("resumes")
  class GoesOn {
    @Test
    @DisplayName("after a stop at any step, and ends as if it had never stopped")
    void everyStep(@TempDir Path folders) {
      for (int step = 1; step <= STEPS; step++) {
        folder = folders.resolve("stopped-" + step);
        stopAfter(step, folder, plan(EPOCHS));

        assertThat(resume()).as("stopped after step %s", step).isEqualTo(WHOLE);
      }
    }

    @ParameterizedTest
    @EnumSource(TrainingPlan.Keep.class)
    @DisplayName("with the weights that it is to keep")
    void keep(TrainingPlan.Keep keep) {
      Outcome whole = Outcome.of(CheckpointedTrainings.train(plan(EPOCHS).keep(keep).build()));
      stopAfter(STEPS - 2, folder, plan(EPOCHS).keep(keep));

      assertThat(Outcome.of(train(Checkpoints.resume(folder), plan(EPOCHS).keep(keep).build())))
          .isEqualTo(whole);
    }

    @Test
    @DisplayName("to the same early end, and gives its report again once it has ended")
    void earlyStopping() {
      Outcome whole = Outcome.of(CheckpointedTrainings.train(plan(200).build()));
      assertThat(whole.epochs().size()).isLessThan(200);
      train(Checkpoints.in(folder), plan(200).build());

      TrainingPlan again = plan(200).listener(events::add).build();
      assertThat(Outcome.of(train(Checkpoints.resume(folder), again))).isEqualTo(whole);
      assertThat(told(TrainingEvent.StepCompleted.class)).isEmpty();
      assertThat(told(TrainingEvent.Completed.class).get(0).reason())
          .isEqualTo(TrainingEvent.Reason.EARLY_STOPPING);
    }

    @Test
    @DisplayName("and says from where, with the epochs that are whole")
    void tells() {
      stopAfter(7, folder, plan(EPOCHS));
      Path file = newest();
      resume();

      assertThat(events.get(0)).isInstanceOf(TrainingEvent.Started.class);
      assertThat(events.get(1))
          .isInstanceOfSatisfying(
              TrainingEvent.Resumed.class,
              resumed -> {
                assertThat(resumed.checkpoint()).isEqualTo(file);
                assertThat(resumed.step()).isEqualTo(7);
                assertThat(resumed.epochs()).hasSize(2);
              });
      assertThat(told(TrainingEvent.StepCompleted.class).get(0).step()).isEqualTo(8);
    }

    @Test
    @DisplayName("from the beginning where there is nothing to resume from")
    void nothing() {
      assertThat(resume()).isEqualTo(WHOLE);
      assertThat(told(TrainingEvent.Resumed.class)).isEmpty();
    }

    @Test
    @DisplayName("with another learning rate and clipping, which is told")
    void changed() {
      stopAfter(5, folder, plan(EPOCHS));

      train(
          Checkpoints.resume(folder),
          plan(EPOCHS)
              .optimizer(Adam.of(1e-4))
              .clipping(Clipping.byNorm(1))
              .listener(events::add)
              .build());

      assertThat(told(TrainingEvent.PlanChanged.class))
          .extracting(TrainingEvent.PlanChanged::part, TrainingEvent.PlanChanged::now)
          .containsExactly(
              tuple("learning rate", "[1.0E-4]"), tuple("clipping", Clipping.byNorm(1).toString()));
      assertThat(told(TrainingEvent.StepCompleted.class))
          .hasSize(STEPS - 5)
          .allSatisfy(step -> assertThat(step.learningRate()).isEqualTo(1e-4));
      assertThat(told(TrainingEvent.StepCompleted.class).get(0).step()).isEqualTo(6);
    }

    @Test
    @DisplayName("without a word of changes where there are none")
    void unchanged() {
      stopAfter(5, folder, plan(EPOCHS));
      resume();
      assertThat(told(TrainingEvent.PlanChanged.class)).isEmpty();
    }

    @Test
    @DisplayName("after a listener threw, from the end of the epoch that it was told of")
    void listener() {
      IllegalStateException full = new IllegalStateException("disk full");
      TrainingPlan plan =
          plan(EPOCHS)
              .listener(
                  event -> {
                    if (event instanceof TrainingEvent.EpochCompleted done
                        && done.report().epoch() == 2) {
                      throw full;
                    }
                  })
              .build();

      assertThatThrownBy(() -> train(Checkpoints.in(folder), plan)).isSameAs(full);
      assertThat(resume()).isEqualTo(WHOLE);
      assertThat(told(TrainingEvent.Resumed.class).get(0).step()).isEqualTo(6);
    }
  }

  @Nested
  @DisplayName("stops")
  class Stops {
    @Test
    @DisplayName("after the step in which it was asked, writes a checkpoint, and says so")
    void afterStep() {
      List<TrainingEvent> told = stopAfter(5, folder, plan(EPOCHS));
      int size = told.size();

      assertThat(told.get(size - 3)).isInstanceOf(TrainingEvent.StepCompleted.class);
      assertThat(told.get(size - 2)).isEqualTo(new TrainingEvent.CheckpointWritten(newest(), 5));
      assertThat(told.get(size - 1))
          .isInstanceOfSatisfying(
              TrainingEvent.Completed.class,
              done -> assertThat(done.reason()).isEqualTo(TrainingEvent.Reason.STOPPED));
    }

    /** A training that is asked to stop by the first event of a kind. */
    private TrainingPlan stopping(Class<? extends TrainingEvent> kind) {
      StopSignal stop = new StopSignal();
      return plan(EPOCHS)
          .stop(stop)
          .listener(events::add)
          .listener(
              event -> {
                if (kind.isInstance(event)) {
                  stop.request();
                }
              })
          .build();
    }

    @Test
    @DisplayName("between two epochs without writing the same checkpoint again")
    void betweenEpochs() {
      TrainingPlan plan = stopping(TrainingEvent.EpochCompleted.class);
      TrainingReport report = train(Checkpoints.in(folder), plan);

      assertThat(report.epochs()).hasSize(1);
      assertThat(told(TrainingEvent.CheckpointWritten.class))
          .containsExactly(new TrainingEvent.CheckpointWritten(newest(), 3));
      assertThat(resume()).isEqualTo(WHOLE);
    }

    @Test
    @DisplayName("while its teachers are asked beforehand, before its first step")
    void whileAsking() {
      TrainingPlan plan = stopping(TrainingEvent.TeacherAsked.class);
      long began = System.nanoTime();
      TrainingReport report = train(Checkpoints.in(folder), plan);

      assertThat(report.epochs()).isEmpty();
      assertThat(told(TrainingEvent.TeacherAsked.class)).hasSize(1);
      assertThat(told(TrainingEvent.EpochStarted.class)).isEmpty();
      assertThat(told(TrainingEvent.Completed.class).get(0).reason())
          .isEqualTo(TrainingEvent.Reason.STOPPED);
      assertThat(resume()).isEqualTo(WHOLE);
      assertThat(told(TrainingEvent.EpochCompleted.class).get(0).report().trainingTime())
          .as("an epoch's time is no longer than both trainings")
          .isLessThan(Duration.ofNanos(System.nanoTime() - began));
    }

    @Test
    @DisplayName("in its first epoch with the weights of its last step")
    void firstEpoch() {
      StopSignal stop = new StopSignal();
      stop.request();
      TrainingReport report = CheckpointedTrainings.train(plan(EPOCHS).stop(stop).build());

      assertThat(report.epochs()).isEmpty();
      assertThat(report.weightsEpoch()).isZero();
      assertThat(report.weights().names()).containsExactlyElementsOf(WHOLE.weights().names());
      assertThatThrownBy(report::best)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no whole epoch")
          .hasMessageContaining("\nMaybe");
    }
  }

  @Nested
  @DisplayName("keeps")
  class Keeps {
    @Test
    @DisplayName("the newest, and that of the best epoch")
    void newestAndBest() {
      train(Checkpoints.in(folder).everySteps(2).keeping(2), plan(EPOCHS).build());
      String best =
          String.format(
              "step-%010d-epochs-%05d.safetensors", 3 * WHOLE.weightsEpoch(), WHOLE.weightsEpoch());
      List<String> wanted = new ArrayList<>();
      if (WHOLE.weightsEpoch() < EPOCHS) {
        wanted.add(best);
      }
      wanted.add("step-0000000010-epochs-00003.safetensors");
      wanted.add("step-0000000012-epochs-00004.safetensors");

      assertThat(names()).isEqualTo(wanted);
    }

    @Test
    @DisplayName("one for each step if a step is longer than the time between them")
    void interval() {
      TrainingPlan plan = plan(EPOCHS).listener(events::add).build();
      train(Checkpoints.in(folder).every(Duration.ofNanos(1)).keeping(100), plan);

      assertThat(names()).hasSize(STEPS);
      assertThat(told(TrainingEvent.CheckpointWritten.class)).hasSize(STEPS);
    }
  }

  @Nested
  @DisplayName("whose newest checkpoint is damaged resumes from the one before it,")
  class Damaged {
    private void prepare(Path into) {
      folder = into;
      events.clear();
      stopAfter(8, folder, plan(EPOCHS));
    }

    private void skipped() {
      Path file = newest();
      assertThat(resume()).isEqualTo(WHOLE);
      assertThat(told(TrainingEvent.CheckpointSkipped.class))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.checkpoint()).isEqualTo(file);
                assertThat(event.reason()).contains("\nMaybe");
              });
      assertThat(told(TrainingEvent.Resumed.class).get(0).step()).isEqualTo(6);
      assertThat(file.resolveSibling(file.getFileName() + ".damaged")).exists();
    }

    @Test
    @DisplayName("wherever a byte of its values is wrong")
    void flipped(@TempDir Path folders) throws IOException {
      for (int part = 0; part < 12; part++) {
        prepare(folders.resolve("flipped-" + part));
        byte[] bytes = Files.readAllBytes(newest());
        bytes[(int) ((bytes.length - 1L) * part / 11)] ^= 1;
        Files.write(newest(), bytes);
        skipped();
      }
    }

    @Test
    @DisplayName("wherever it was cut")
    void cut(@TempDir Path folders) throws IOException {
      for (int part = 0; part < 6; part++) {
        prepare(folders.resolve("values-" + part));
        byte[] bytes = Files.readAllBytes(newest());
        Files.write(newest(), Arrays.copyOf(bytes, bytes.length * part / 6));
        skipped();

        prepare(folders.resolve("manifest-" + part));
        Path manifest = WeightsFile.manifest(newest());
        bytes = Files.readAllBytes(manifest);
        Files.write(manifest, Arrays.copyOf(bytes, bytes.length * part / 6));
        skipped();
      }
    }

    @Test
    @DisplayName("if its manifest is missing or says another step")
    void manifest(@TempDir Path folders) throws IOException {
      prepare(folders.resolve("missing"));
      Files.delete(WeightsFile.manifest(newest()));
      skipped();

      prepare(folders.resolve("changed"));
      Path manifest = WeightsFile.manifest(newest());
      String text = Files.readString(manifest);
      assertThat(text).contains("\"step\" : \"8\"");
      Files.writeString(manifest, text.replace("\"step\" : \"8\"", "\"step\" : \"7\""));
      skipped();
    }

    @Test
    @DisplayName("but is refused, and nothing is renamed, if one is of a newer version")
    void newer() throws IOException {
      stopAfter(8, folder, plan(EPOCHS));
      Path manifest = WeightsFile.manifest(newest());
      String text = Files.readString(manifest);
      Files.writeString(manifest, text.replace("distill4j-checkpoint-1", "distill4j-checkpoint-2"));
      Path half = folder.resolve("step-0000000009-epochs-00002.safetensors.0a1b-2c.tmp");
      Files.writeString(half, "half");
      List<String> before = names();

      assertThatThrownBy(this::resumed)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("distill4j-checkpoint-2, which a newer version of distill4j wrote")
          .hasMessageContaining("\nMaybe ");

      assertThat(names()).isEqualTo(before);
      assertThat(half).exists();
    }

    private void resumed() {
      resume();
    }

    @Test
    @DisplayName("and takes away what a killed program left half written")
    void leftOver() throws IOException {
      stopAfter(8, folder, plan(EPOCHS));
      Path half = folder.resolve("step-0000000009-epochs-00002.safetensors.0a1b-2c.tmp");
      Path mine = folder.resolve("mine.tmp");
      Files.writeString(half, "half");
      Files.writeString(mine, "mine");

      assertThat(resume()).isEqualTo(WHOLE);
      assertThat(half).doesNotExist();
      assertThat(mine).exists();
    }
  }

  @Nested
  @DisplayName("refuses")
  class Refuses {
    @Test
    @DisplayName("to begin where checkpoints are")
    void occupied() {
      stopAfter(2, folder, plan(EPOCHS));

      assertThatThrownBy(() -> train(Checkpoints.in(folder), plan(EPOCHS).build()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("holds 1 checkpoints")
          .hasMessageContaining("\nMaybe resume that training");
    }

    @Test
    @DisplayName("to resume another training, naming what differs")
    void foreign() {
      stopAfter(2, folder, plan(EPOCHS));

      refused(plan(EPOCHS).seed(6), "seed is 5, expected 6");
      refused(plan(EPOCHS).loss(CrossEntropyLoss.ofLabels()), "model and loss is ");
      refused(
          plan(EPOCHS).loss(DistillationLoss.of(3, 0.7)),
          "schedules of the loss is [[0.7], [2.0]], expected [[0.7], [3.0]]");
      refused(plan(EPOCHS).optimizer(Sgd.of(0.05)), "optimizer is Adam");
      refused(plan(EPOCHS).batchSize(5), "batch size is 8, expected 5");
      refused(plan(EPOCHS + 1), "number of epochs is 4, expected 5");
      refused(
          plan(EPOCHS).loss(CrossEntropyLoss.ofLabels()).teacher(SmallTrainings.teacher()),
          "teacher 1 is none, expected four times");
      assertThat(resume()).isEqualTo(WHOLE);
    }

    private void refused(TrainingPlan.Builder other, String difference) {
      assertThatThrownBy(() -> train(Checkpoints.resume(folder), other.build()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(newest() + " is of another training: its " + difference)
          .hasMessageContaining("\nMaybe the plan was changed");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    @DisplayName("numbers that are not above zero")
    void numbers(int number) {
      assertThatThrownBy(() -> Checkpoints.in(folder).keeping(number))
          .hasMessageContaining("The number kept of checkpoints is " + number)
          .hasMessageContaining("\nMaybe");
      assertThatThrownBy(() -> Checkpoints.in(folder).everySteps(number))
          .hasMessageContaining("number of steps");
      assertThatThrownBy(() -> Checkpoints.in(folder).every(Duration.ofSeconds(number)))
          .hasMessageContaining("time");
    }
  }

  @Test
  @DisplayName("that cannot write ends with a message, and loses nothing that was written")
  void unwritable() throws IOException {
    Path inTheWay = folder.resolve("step-0000000006-epochs-00002.safetensors");
    Path inside = inTheWay.resolve("file");
    TrainingPlan plan =
        plan(EPOCHS)
            .listener(
                event -> {
                  if (event instanceof TrainingEvent.StepCompleted done && done.step() == 5) {
                    fill(inside);
                  }
                })
            .build();

    assertThatThrownBy(() -> train(Checkpoints.in(folder).everySteps(2), plan))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("could not be written to " + inTheWay)
        .hasMessageContaining("\nMaybe the disk is full or the folder is read-only.");

    Files.delete(inside);
    Files.delete(inTheWay);
    assertThat(resume()).isEqualTo(WHOLE);
    assertThat(told(TrainingEvent.Resumed.class).get(0).step()).isEqualTo(4);
  }

  private static void fill(Path file) {
    try {
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, "in the way");
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
