package org.distill4j.cli.console;

import java.io.PrintStream;
import org.distill4j.train.EpochReport;
import org.distill4j.train.TrainingEvent;

/** A line for each epoch. */
final class PlainTrainingProgress implements TrainingProgress {
  private final String task;
  private final PrintStream out;
  private int epochs;

  PlainTrainingProgress(String task, PrintStream out) {
    this.task = task;
    this.out = out;
  }

  @Override
  public void on(TrainingEvent event) {
    if (event instanceof TrainingEvent.Started started) {
      epochs = started.epochs();
    } else if (event instanceof TrainingEvent.EpochCompleted completed) {
      EpochReport report = completed.report();
      TrainingProgressLine line =
          new TrainingProgressLine(
              task, report.epoch(), epochs, report.loss().total(), Accuracy.of(report));
      out.println(line.text(report.trainingTime()));
    }
  }
}
