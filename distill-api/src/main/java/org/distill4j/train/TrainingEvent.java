package org.distill4j.train;

import java.nio.file.Path;
import java.util.List;

/** Events of a training, in the order in which they happen. */
public sealed interface TrainingEvent {
  /**
   * Before the first step.
   *
   * @param epochs the number of epochs planned
   * @param stepsPerEpoch the number of optimizer steps of each
   * @param examples the number of training examples
   */
  record Started(int epochs, int stepsPerEpoch, int examples) implements TrainingEvent {}

  /**
   * While a teacher computes its outputs for a data set once, before the first step.
   *
   * @param teacher the teacher's index in the plan, from 0
   * @param examples the number of examples it has been asked about
   * @param total the number of examples of the data set
   */
  record TeacherAsked(int teacher, int examples, int total) implements TrainingEvent {}

  /**
   * Before an epoch.
   *
   * @param epoch its number, from 1
   */
  record EpochStarted(int epoch) implements TrainingEvent {}

  /**
   * After an optimizer step.
   *
   * @param epoch the epoch, from 1
   * @param step the number of steps taken in the whole training
   * @param examples the number of examples of the step
   * @param learningRate the learning rate of the step
   * @param loss the loss terms before the update
   */
  record StepCompleted(int epoch, long step, int examples, double learningRate, LossValues loss)
      implements TrainingEvent {}

  /**
   * After an epoch and its validation.
   *
   * @param report the epoch
   */
  record EpochCompleted(EpochReport report) implements TrainingEvent {}

  /**
   * Before the first step of a training that resumes from a checkpoint. What was told after the
   * checkpoint was written is told again.
   *
   * @param checkpoint its file
   * @param step the number of steps that the training had taken
   * @param epochs its whole epochs
   */
  record Resumed(Path checkpoint, long step, List<EpochReport> epochs) implements TrainingEvent {
    /** Takes a copy. */
    public Resumed {
      epochs = List.copyOf(epochs);
    }
  }

  /**
   * Before the first step of a training that resumes from a checkpoint with another setting: the
   * learning rate, the clipping or the number of threads. The steps before the checkpoint were
   * taken with what was.
   *
   * @param part what is changed: "learning rate"
   * @param before what it was, as people read it
   * @param now what it is
   */
  record PlanChanged(String part, String before, String now) implements TrainingEvent {}

  /**
   * Before the first step, for a checkpoint that cannot be used. The one before it is tried next.
   *
   * @param checkpoint its file, which was put aside
   * @param reason what is wrong with it
   */
  record CheckpointSkipped(Path checkpoint, String reason) implements TrainingEvent {}

  /**
   * After a checkpoint was written. At the end of an epoch this comes before {@link
   * EpochCompleted}.
   *
   * @param checkpoint its file
   * @param step the number of steps taken in the whole training
   */
  record CheckpointWritten(Path checkpoint, long step) implements TrainingEvent {}

  /**
   * After each round of a training by many workers, which has rounds in place of epochs: it begins
   * with {@link Started}, and reports no steps.
   *
   * @param report the round's numbers
   */
  record RoundCompleted(RoundReport report) implements TrainingEvent {}

  /**
   * Before the first round, when a training by many workers resumes from a snapshot.
   *
   * @param snapshot where it is
   * @param rounds the rounds before it
   */
  record RoundsResumed(String snapshot, List<RoundReport> rounds) implements TrainingEvent {
    /** Takes a copy. */
    public RoundsResumed {
      rounds = List.copyOf(rounds);
    }
  }

  /**
   * Before the first round, for a snapshot that cannot be used. The one before it is tried next.
   *
   * @param snapshot where it is
   * @param reason what is wrong with it
   */
  record SnapshotSkipped(String snapshot, String reason) implements TrainingEvent {}

  /**
   * After a training by many workers was saved. It comes before {@link RoundCompleted}.
   *
   * @param snapshot where it is
   * @param round the number of whole rounds
   */
  record SnapshotWritten(String snapshot, int round) implements TrainingEvent {}

  /**
   * After the last epoch, or after the step at which the training was stopped.
   *
   * @param report the training
   * @param reason why it ended
   */
  record Completed(TrainingReport report, Reason reason) implements TrainingEvent {}

  /** The reason why a training ended. */
  enum Reason {
    /** All epochs are done. */
    ALL_EPOCHS,
    /** The validation metric stopped improving. */
    EARLY_STOPPING,
    /** A stop was requested; see {@link StopSignal}. */
    STOPPED
  }
}
