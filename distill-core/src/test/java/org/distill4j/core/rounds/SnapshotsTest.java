package org.distill4j.core.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.distill4j.core.rounds.RoundPlan.InnerState;
import org.distill4j.data.Dataset;
import org.distill4j.model.Weights;
import org.distill4j.train.StopSignal;
import org.distill4j.train.TrainingEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Snapshots of a training in rounds")
class SnapshotsTest {
  private static final Dataset DATA = RoundTrainings.examples(48);
  private static final RoundPlan RESET = RoundPlan.of(3, 4, 6).withBatchSize(8);

  @TempDir private Path folder = Path.of("");
  private RoundFiles files;
  private final List<TrainingEvent> events = new ArrayList<>();

  @BeforeEach
  void open() {
    files = new LocalRoundFiles(folder.resolve("rounds"));
  }

  static List<RoundPlan> plans() {
    return List.of(
        RESET, RESET.withInnerState(InnerState.KEPT), RoundPlan.of(3, 1, 6).withBatchSize(8));
  }

  private RoundTrainingReport train(RoundPlan plan, UnaryOperator<RoundTraining> changes) {
    return RoundTrainings.train(
        plan,
        DATA,
        files,
        training -> changes.apply(training.snapshots(files, 2).listener(events::add)));
  }

  private static UnaryOperator<RoundTraining> stopAfter(int round) {
    StopSignal stop = new StopSignal();
    return training ->
        training
            .stop(stop)
            .listener(
                event -> {
                  if (event instanceof TrainingEvent.RoundCompleted done
                      && done.report().round() == round) {
                    stop.request();
                  }
                });
  }

  /** What a program that is killed leaves: nothing is written after the round. */
  private void crashAfter(RoundPlan plan, int round) {
    assertThatThrownBy(
            () ->
                train(
                    plan,
                    training ->
                        training.listener(
                            event -> {
                              if (event instanceof TrainingEvent.RoundCompleted done
                                  && done.report().round() == round) {
                                throw new IllegalStateException("killed");
                              }
                            })))
        .hasMessage("killed");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  @DisplayName("let it resume with the same bits, wherever it ended")
  void resumed(RoundPlan plan) {
    Weights whole = RoundTrainings.train(plan, DATA).weights();
    crashAfter(plan, 3);
    events.clear();
    RoundTrainingReport resumed = train(plan, training -> training);
    assertThat(resumed.weights()).isEqualTo(whole);
    assertThat(resumed.rounds()).hasSize(6);
    assertThat(events.get(1))
        .isInstanceOfSatisfying(
            TrainingEvent.RoundsResumed.class,
            from -> {
              assertThat(from.rounds()).hasSize(2).isEqualTo(resumed.rounds().subList(0, 2));
              assertThat(from.snapshot()).endsWith("round-000000002.snapshot");
            });
  }

  @Test
  @DisplayName("are written at a stop, and once the training is done it takes no more rounds")
  void stopped() {
    Weights whole = RoundTrainings.train(RESET, DATA).weights();
    train(RESET, stopAfter(3));
    assertThat(events)
        .filteredOn(TrainingEvent.SnapshotWritten.class::isInstance)
        .map(event -> ((TrainingEvent.SnapshotWritten) event).round())
        .containsExactly(2, 3);
    assertThat(train(RESET, training -> training).weights()).isEqualTo(whole);
    events.clear();
    assertThat(train(RESET, training -> training).weights()).isEqualTo(whole);
    assertThat(events).noneMatch(TrainingEvent.RoundCompleted.class::isInstance);
  }

  @Test
  @DisplayName("are the two newest, with the workers' own files of these rounds alone")
  void few() throws IOException {
    train(RESET.withInnerState(InnerState.KEPT), training -> training);
    assertThat(files.names())
        .containsExactlyInAnyOrder(
            "round-000000004.snapshot",
            "round-000000006.snapshot",
            "inner-000000004-000000.state",
            "inner-000000004-000001.state",
            "inner-000000004-000002.state",
            "inner-000000006-000000.state",
            "inner-000000006-000001.state",
            "inner-000000006-000002.state");
  }

  @Test
  @DisplayName("of another training are refused, and the difference is named")
  void another() {
    train(RESET, training -> training);
    assertThatThrownBy(() -> train(RESET.withSeed(1), training -> training))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is of a training whose plan is 3 workers, 6 rounds of 4 steps")
        .hasMessageContaining("seed 0")
        .hasMessageContaining(", expected 3 workers")
        .hasMessageEndingWith("Maybe choose another folder, or delete it to begin anew.");
    assertThatThrownBy(() -> train(RESET, training -> training.identity("examples", "others")))
        .hasMessageContaining("whose examples is , expected others");
  }

  @Test
  @DisplayName("that are damaged at any byte are passed over, for the one before")
  void damaged() throws IOException {
    Weights whole = train(RESET, training -> training).weights();
    Path newest = folder.resolve("rounds").resolve("round-000000006.snapshot");
    byte[] bytes = Files.readAllBytes(newest);
    for (int at = 0; at < bytes.length; at += 97) {
      byte[] flipped = bytes.clone();
      flipped[at] ^= 1;
      assertSkipped(newest, flipped, whole);
    }
    assertSkipped(newest, Arrays.copyOf(bytes, bytes.length - 1), whole);
    assertSkipped(newest, new byte[0], whole);
  }

  private void assertSkipped(Path newest, byte[] bytes, Weights whole) throws IOException {
    Files.write(newest, bytes);
    events.clear();
    assertThat(train(RESET, training -> training).weights()).isEqualTo(whole);
    assertThat(events)
        .filteredOn(TrainingEvent.SnapshotSkipped.class::isInstance)
        .singleElement()
        .asString()
        .contains(newest.toString());
  }

  @Test
  @DisplayName("need the files of the workers, where optimizers are kept")
  void absentInner() throws IOException {
    RoundPlan plan = RESET.withInnerState(InnerState.KEPT);
    crashAfter(plan, 3);
    files.delete("inner-000000002-000001.state");
    assertThatThrownBy(() -> train(plan, training -> training))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("What worker 1's optimizer remembered after round 2")
        .hasMessageEndingWith("Maybe the folder is not one that all workers share.");
  }

  @Test
  @DisplayName("are written every round or every few, not less")
  void period() {
    RoundTraining training = RoundTraining.of(RoundTrainings.CODE, RESET);
    assertThatThrownBy(() -> training.snapshots(files, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A snapshot after every 0 rounds, expected at least 1.");
  }
}
