package org.distill4j.cli.run;

import java.nio.file.Path;
import java.util.Optional;
import org.distill4j.cli.console.EndedException;
import org.distill4j.cli.console.ExitCode;
import org.distill4j.cli.console.Failures;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingListener;

/** What is on disk of a training, and how to go on with it when it breaks off. */
final class Saved implements TrainingListener {
  /** How a training is gone on with. */
  static final String GO_ON = "the same command with --resume goes on from there.";

  private final String training;
  private boolean begun;
  private boolean stopped;
  private long step;
  private Optional<Path> file = Optional.empty();

  Saved(String training) {
    this.training = training;
  }

  @Override
  public void on(TrainingEvent event) {
    if (event instanceof TrainingEvent.Started) {
      begun = true;
    } else if (event instanceof TrainingEvent.Resumed resumed) {
      file = Optional.of(resumed.checkpoint());
      step = resumed.step();
    } else if (event instanceof TrainingEvent.CheckpointWritten written) {
      file = Optional.of(written.checkpoint());
      step = written.step();
    } else if (event instanceof TrainingEvent.Completed completed) {
      stopped = completed.reason() == TrainingEvent.Reason.STOPPED;
    }
  }

  /** Ends the run if the training was stopped. */
  void requireComplete() {
    if (stopped) {
      throw interrupted();
    }
  }

  private EndedException interrupted() {
    String place = step == 0 ? "before its first step." : "after step " + step + ".";
    return new EndedException(
        ExitCode.INTERRUPTED,
        "The training of the " + training + " was stopped " + place + saved());
  }

  private String saved() {
    return file.map(path -> "\nIt is saved in " + path + "; " + GO_ON)
        .orElse("\nNothing of it was to be saved yet.");
  }

  /** What a failure means for those who see it: what broke, and what is there. */
  RuntimeException explained(Throwable failure) {
    if (failure instanceof EndedException ended) {
      return ended;
    } else if (!begun && failure instanceof RuntimeException refused) {
      return refused;
    }
    String there =
        file.map(path -> "\nThe " + training + " is saved up to step " + step + " in " + path)
            .map(text -> text + "; " + GO_ON)
            .orElse("\nNothing of the " + training + " was saved yet.");
    if (failure instanceof OutOfMemoryError) {
      return ended(
          "The memory is used up: "
              + failure.getMessage()
              + ".\nMaybe give more of it by java -Xmx, or make batch-size or part-size smaller."
              + there,
          failure);
    }
    return Failures.withWayOut(failure)
        .map(message -> ended(message + there, failure))
        .orElseGet(() -> new EndedException(ExitCode.FAULT, there.strip(), failure));
  }

  private static EndedException ended(String message, Throwable failure) {
    return new EndedException(ExitCode.BROKEN_OFF, message, failure);
  }
}
