package org.distill4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.distill4j.core.train.CheckpointedTrainings.stopAfter;
import static org.distill4j.core.train.CheckpointedTrainings.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.distill4j.core.checkpoint.Checkpoint;
import org.distill4j.core.checkpoint.CheckpointFolder;
import org.distill4j.core.checkpoint.Checkpoints;
import org.distill4j.core.data.Augmented;
import org.distill4j.core.data.GaussianNoise;
import org.distill4j.core.data.Mixture;
import org.distill4j.core.data.Subset;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Sgd;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.DivergedException;
import org.distill4j.train.EpochReport;
import org.distill4j.train.Metric;
import org.distill4j.train.StopSignal;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingPlan;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A resumed training")
class ResumedTrainingTest {
  private static final int EPOCHS = 4;
  private static final Dataset DATA = SmallTrainings.examples(20, 1);

  private final Path folder;
  private final List<TrainingEvent> events = new ArrayList<>();

  ResumedTrainingTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Three steps an epoch on labels alone, at a constant rate. */
  private static TrainingPlan.Builder plan(Dataset data) {
    return TrainingPlan.of(SmallTrainings.STUDENT, data)
        .loss(CrossEntropyLoss.ofLabels())
        .optimizer(Sgd.of(0.1))
        .epochs(EPOCHS)
        .batchSize(8);
  }

  private <E extends TrainingEvent> List<E> told(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private List<String> names() {
    return new CheckpointFolder(folder)
        .files().stream().map(file -> String.valueOf(file.getFileName())).toList();
  }

  private Weights lastGood(TrainingPlan plan) {
    return catchThrowableOfType(
            DivergedException.class, () -> train(Checkpoints.resume(folder), plan))
        .lastGood()
        .orElseThrow();
  }

  @Test
  @DisplayName("that diverges at once still has the weights of its checkpoint")
  void lastGood() {
    TrainingPlan stopped = stopping(4, plan(DATA)).build();
    Weights weights = train(Checkpoints.in(folder), stopped).weights();

    assertThat(lastGood(plan(DATA).optimizer(Sgd.of(1e200)).build())).isEqualTo(weights);
  }

  private static TrainingPlan.Builder stopping(long step, TrainingPlan.Builder plan) {
    StopSignal stop = new StopSignal();
    return plan.stop(stop)
        .listener(
            event -> {
              if (event instanceof TrainingEvent.StepCompleted done && done.step() == step) {
                stop.request();
              }
            });
  }

  @Test
  @DisplayName("in mid-epoch checks the examples in the next epoch that it has not read itself")
  void finite() {
    Dataset same = SmallTrainings.Changed.of(DATA, batch -> batch);
    stopAfter(4, folder, plan(same));
    int example = new BatchOrder(20, 8, 0, 2).batch(0)[0];
    Dataset damaged = SmallTrainings.Changed.of(DATA, batch -> spoilt(batch, example));
    TrainingPlan plan = plan(damaged).listener(events::add).build();

    assertThatThrownBy(() -> train(Checkpoints.resume(folder), plan))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Example " + example + " holds NaN at position 0 of its input");
    assertThat(told(TrainingEvent.EpochCompleted.class)).as("whole epochs before").hasSize(1);
  }

  private static Batch spoilt(Batch batch, int example) {
    HostTensor inputs = batch.input().copy();
    long[] ids = new long[batch.size()];
    for (int row = 0; row < batch.size(); row++) {
      ids[row] = batch.id(row);
      if (batch.id(row) == example) {
        inputs.rows(row, row + 1).floats().put(0, Float.NaN);
      }
    }
    return new Batch(ids, inputs, batch.labels());
  }

  private static TrainingPlan.Builder augmented() {
    Dataset balanced = Mixture.balanced(DATA, Subset.range(DATA, 0, 9));
    return plan(Augmented.of(balanced, new GaussianNoise(0.3), 7));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 10, 11})
  @DisplayName("reads random changes of the examples that the whole training reads")
  void augmented(int step) {
    Weights whole = train(Checkpoints.in(folder.resolve("whole")), augmented().build()).weights();
    stopAfter(step, folder, augmented());

    assertThat(train(Checkpoints.resume(folder), augmented().build()).weights()).isEqualTo(whole);
  }

  @Test
  @DisplayName("counts the time of the epoch before its checkpoint, and that of no other epoch")
  void time() {
    stopAfter(4, folder, plan(DATA));
    Checkpoint stopped = newest();
    Duration hour = Duration.ofHours(1);
    Checkpoint.Running running =
        new Checkpoint.Running(stopped.running().sums(), stopped.running().examples(), hour);
    new CheckpointFolder(folder).write(with(stopped, running), 1, 0);

    List<EpochReport> epochs = train(Checkpoints.resume(folder), plan(DATA).build()).epochs();
    assertThat(epochs.get(1).trainingTime()).as("resumed epoch").isGreaterThanOrEqualTo(hour);
    assertThat(epochs.get(2).trainingTime()).as("next epoch").isLessThan(hour);
  }

  private Checkpoint newest() {
    Preparation preparation = new Preparation(plan(DATA).build());
    return new CheckpointFolder(folder)
        .newest(preparation.identity(preparation.spec()), Set.of("threads"), (file, reason) -> {})
        .orElseThrow()
        .checkpoint();
  }

  private static Checkpoint with(Checkpoint from, Checkpoint.Running running) {
    return new Checkpoint(
        from.training(),
        from.step(),
        from.epochs(),
        running,
        from.weights(),
        from.optimizer(),
        from.best());
  }

  @Test
  @DisplayName("that is stopped before its first step does not write its checkpoint again")
  void stoppedAgain() {
    stopAfter(4, folder, plan(DATA));
    StopSignal stop = new StopSignal();
    stop.request();
    train(Checkpoints.resume(folder), plan(DATA).stop(stop).listener(events::add).build());

    assertThat(told(TrainingEvent.CheckpointWritten.class)).isEmpty();
    assertThat(told(TrainingEvent.EpochStarted.class)).hasSize(1);
  }

  @Test
  @DisplayName("is told of a learning rate that changes in the last step alone")
  void lastRate() {
    stopAfter(4, folder, plan(DATA).optimizer(Adam.of(0.05)));
    train(
        Checkpoints.resume(folder),
        plan(DATA)
            .optimizer(Adam.of(progress -> progress.step() < 3 * EPOCHS - 1 ? 0.05 : 0.01))
            .listener(events::add)
            .build());

    assertThat(told(TrainingEvent.PlanChanged.class))
        .extracting(TrainingEvent.PlanChanged::now)
        .containsExactly("[0.05, 0.01]");
  }

  @Test
  @DisplayName("tells nobody anything when it is refused")
  void refused() {
    stopAfter(4, folder, plan(DATA));
    TrainingPlan other = plan(DATA).seed(77).listener(events::add).build();

    assertThatThrownBy(() -> train(Checkpoints.resume(folder), other))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(events).isEmpty();
  }

  /** Is 1 after the first epoch, 2 after the second, and so on, and less is better. */
  private record Worsening(AtomicInteger epochs) implements Metric {
    @Override
    public String name() {
      return "worsening";
    }

    @Override
    public Goal goal() {
      return Goal.MINIMIZE;
    }

    @Override
    public Accumulator start() {
      return new Accumulator() {
        @Override
        public void add(Batch batch, Predictions student, List<Predictions> teachers) {}

        @Override
        public double value() {
          return epochs.incrementAndGet();
        }
      };
    }
  }

  @Test
  @DisplayName("finds the best epoch's checkpoint beside the newest, where there is a best")
  void best() {
    Metric metric = new Worsening(new AtomicInteger());
    train(Checkpoints.in(folder).keeping(1), plan(DATA).validation(DATA, metric).build());

    assertThat(names())
        .containsExactly(
            "step-0000000003-epochs-00001.safetensors", "step-0000000012-epochs-00004.safetensors");
  }

  @Test
  @DisplayName("finds the newest checkpoint alone where nothing is measured")
  void unmeasured() {
    train(Checkpoints.in(folder).keeping(1), plan(DATA).build());

    assertThat(names()).containsExactly("step-0000000012-epochs-00004.safetensors");
  }

  @Test
  @DisplayName("finds no checkpoint within an epoch that is shorter than the time between them")
  void interval() {
    train(
        Checkpoints.in(folder).every(Duration.ofHours(1)).keeping(100),
        plan(DATA).listener(events::add).build());

    assertThat(told(TrainingEvent.CheckpointWritten.class))
        .extracting(TrainingEvent.CheckpointWritten::step)
        .containsExactly(3L, 6L, 9L, 12L);
  }
}
