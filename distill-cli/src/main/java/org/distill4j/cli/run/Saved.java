package org.distill4j.cli.run;

import java.nio.file.Path;
import java.util.Optional;
import org.distill4j.cli.console.EndedException;
import org.distill4j.cli.console.ExitCode;
import org.distill4j.cli.console.Failures;
import org.distill4j.train.DivergedException;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingListener;

/** What is on disk of a training, and how to go on with it when it breaks off. */
final class Saved implements TrainingListener {
  private final String training;
  private final String goOn;
  private boolean begun;
  private boolean stopped;
  private long step;
  private Optional<Path> file = Optional.empty();

  /**
   * A training that is about to begin.
   *
   * @param training its name
   * @param goOn how it is gone on with
   */
  Saved(String training, String goOn) {
    this.training = training;
    this.goOn = goOn;
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
    return file.map(path -> "\nIt is saved in " + path + "; " + goOn)
        .orElse("\nNothing of it was to be saved yet.");
  }

  /** What a failure means for those who see it: what broke, and what is there. */
  RuntimeException explained(Throwable failure) {
    if (failure instanceof EndedException ended) {
      return ended;
    } else if (!begun && failure instanceof RuntimeException refused) {
      return refused;
    }
    return Failures.withWayOut(failure)
        .or(() -> Failures.ofMachine(failure))
        .map(message -> ended(message + "\n" + there(failure), failure))
        .orElseGet(() -> new EndedException(ExitCode.FAULT, there(failure), failure));
  }

  private String there(Throwable failure) {
    if (file.isEmpty()) {
      return "Nothing of the " + training + " was saved yet.";
    }
    String place = "The " + training + " is saved up to step " + step + " in " + file.get();
    // The same steps would end in the same way.
    return failure instanceof DivergedException
        ? place + "; with another learning rate or clipping in the file, " + goOn
        : place + "; " + goOn;
  }

  private static EndedException ended(String message, Throwable failure) {
    return new EndedException(ExitCode.BROKEN_OFF, message, failure);
  }
}
