package org.distill4j.cli.run;

import java.nio.file.Path;
import java.util.Optional;
import org.distill4j.cli.console.ExitCode;
import org.distill4j.cli.console.FailureReporter;
import org.distill4j.cli.console.RunEndedException;
import org.distill4j.train.DivergedException;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingListener;

/** The saved state of a training, and how to resume it when it stops early. */
final class SavedTraining implements TrainingListener {
  private final String training;
  private final String howToResume;
  private boolean begun;
  private boolean stopped;
  private long step;
  private Optional<Path> file = Optional.empty();

  /**
   * Creates the state of a training that is about to begin.
   *
   * @param training its name
   * @param howToResume how to resume it
   */
  SavedTraining(String training, String howToResume) {
    this.training = training;
    this.howToResume = howToResume;
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

  private RunEndedException interrupted() {
    String place = step == 0 ? "before its first step." : "after step " + step + ".";
    return new RunEndedException(
        ExitCode.INTERRUPTED,
        "The training of the " + training + " was stopped " + place + saved());
  }

  private String saved() {
    return file.map(path -> "\nIt is saved in " + path + "; " + howToResume)
        .orElse("\nNothing of it was to be saved yet.");
  }

  /** Returns an explanation of a failure for users: the problem, and what is saved. */
  RuntimeException explained(Throwable failure) {
    if (failure instanceof RunEndedException ended) {
      return ended;
    } else if (!begun && failure instanceof RuntimeException refused) {
      return refused;
    }
    return FailureReporter.withWayOut(failure)
        .or(() -> FailureReporter.ofMachine(failure))
        .map(message -> ended(message + "\n" + there(failure), failure))
        .orElseGet(() -> new RunEndedException(ExitCode.FAULT, there(failure), failure));
  }

  private String there(Throwable failure) {
    if (file.isEmpty()) {
      return "Nothing of the " + training + " was saved yet.";
    }
    String place = "The " + training + " is saved up to step " + step + " in " + file.get();
    // The same steps would end in the same way.
    return failure instanceof DivergedException
        ? place + "; with another learning rate or clipping in the file, " + howToResume
        : place + "; " + howToResume;
  }

  private static RunEndedException ended(String message, Throwable failure) {
    return new RunEndedException(ExitCode.CANCELLED, message, failure);
  }
}
