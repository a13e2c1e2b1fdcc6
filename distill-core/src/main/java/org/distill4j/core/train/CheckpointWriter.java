package org.distill4j.core.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.core.checkpoint.Checkpoint;
import org.distill4j.core.checkpoint.CheckpointFolder;
import org.distill4j.core.checkpoint.Checkpoints;
import org.distill4j.core.file.FolderLock;
import org.distill4j.train.TrainingEvent;

/** When and where a training is written to disk: nowhere without a configuration. */
final class CheckpointWriter implements AutoCloseable {
  private final Optional<Checkpoints> wanted;
  private final Map<String, String> training;
  private final long steps;
  private final long nanos;
  private final Optional<FolderLock> lock;
  private final List<TrainingEvent> news = new ArrayList<>();
  private Map<String, String> before = Map.of();
  private long lastTime = System.nanoTime();
  private long lastStep = -1;
  private int lastEpochs;

  /** Locks the folder for this training until this is closed. */
  CheckpointWriter(Optional<Checkpoints> wanted, Map<String, String> training) {
    this.wanted = wanted;
    this.lock =
        wanted.map(
            checkpoints ->
                FolderLock.acquire(
                    checkpoints.folder(), "choose another folder for the checkpoints"));
    this.training = new LinkedHashMap<>(training);
    this.steps = wanted.flatMap(Checkpoints::steps).orElse(Long.MAX_VALUE);
    this.nanos =
        wanted.flatMap(Checkpoints::interval).map(CheckpointWriter::nanos).orElse(Long.MAX_VALUE);
  }

  /** A time of 300 years never passes. */
  private static long nanos(Duration time) {
    Duration most = Duration.ofNanos(Long.MAX_VALUE);
    return time.compareTo(most) < 0 ? time.toNanos() : Long.MAX_VALUE;
  }

  /** The checkpoint from which the training resumes; empty to begin. */
  Optional<Checkpoint> start() {
    return wanted.flatMap(
        checkpoints -> {
          CheckpointFolder folder = new CheckpointFolder(checkpoints.folder());
          if (checkpoints.start() == Checkpoints.Start.NEW) {
            folder.requireNone();
            return Optional.empty();
          }
          return folder.newest(training, PlanIdentity.CHANGEABLE, this::skipped).map(this::resumed);
        });
  }

  private void skipped(Path file, String reason) {
    news.add(new TrainingEvent.CheckpointSkipped(file, reason));
  }

  private Checkpoint resumed(CheckpointFolder.Found found) {
    Checkpoint checkpoint = found.checkpoint();
    news.add(new TrainingEvent.Resumed(found.file(), checkpoint.step(), checkpoint.epochs()));
    before = checkpoint.training();
    training.forEach(this::tellChange);
    remember(checkpoint);
    return checkpoint;
  }

  private void tellChange(String part, String now) {
    String then = before.getOrDefault(part, now);
    if (!then.equals(now)) {
      news.add(new TrainingEvent.PlanChanged(part, then, now));
    }
  }

  /** Adds facts of the training once its start is known. */
  void note(String part, String value) {
    training.put(part, value);
    tellChange(part, value);
  }

  /** Returns the events before the training. */
  List<TrainingEvent> news() {
    return news;
  }

  Map<String, String> training() {
    return training;
  }

  /** Returns whether a checkpoint can be written that is not on disk already. */
  boolean isWanted(long step, int epochs) {
    return wanted.isPresent() && !(step == lastStep && epochs == lastEpochs);
  }

  /** Whether a checkpoint is due after a step that is not the last of its epoch. */
  boolean isDue(long step) {
    return step % steps == 0 || (nanos != Long.MAX_VALUE && System.nanoTime() - lastTime >= nanos);
  }

  private void remember(Checkpoint checkpoint) {
    lastTime = System.nanoTime();
    lastStep = checkpoint.step();
    lastEpochs = checkpoint.epochs().size();
  }

  TrainingEvent write(Checkpoint checkpoint, int bestEpoch) {
    Checkpoints checkpoints = wanted.orElseThrow();
    Path file =
        new CheckpointFolder(checkpoints.folder()).write(checkpoint, checkpoints.kept(), bestEpoch);
    remember(checkpoint);
    return new TrainingEvent.CheckpointWritten(file, checkpoint.step());
  }

  @Override
  public void close() {
    lock.ifPresent(FolderLock::close);
  }
}
