package org.distill4j.cli.console;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;
import org.distill4j.train.TrainingEvent;

/** A bar that fills while a training runs, with the latest metric. */
final class LiveTrainingProgress implements TrainingProgress {
  private final String task;
  private final PrintStream out;
  private Optional<ProgressBar> bar = Optional.empty();
  // Both are written by the training and read by the thread that draws.
  private volatile TrainingProgressLine line;
  private volatile Optional<TrainingEvent.TeacherAsked> asked = Optional.empty();

  LiveTrainingProgress(String task, PrintStream out) {
    this.task = task;
    this.out = out;
    this.line = new TrainingProgressLine(task, 0, 0, 0, OptionalDouble.empty());
  }

  @Override
  public void on(TrainingEvent event) {
    if (event instanceof TrainingEvent.Started started) {
      start(started);
    } else if (event instanceof TrainingEvent.TeacherAsked asking) {
      asked = Optional.of(asking);
    } else if (event instanceof TrainingEvent.EpochStarted) {
      asked = Optional.empty();
    } else if (event instanceof TrainingEvent.Resumed resumed) {
      bar.ifPresent(drawn -> drawn.stepTo(resumed.step()));
    } else if (event instanceof TrainingEvent.StepCompleted step) {
      show(step.epoch(), step.loss().total(), line.accuracy());
      bar.ifPresent(ProgressBar::step);
    } else if (event instanceof TrainingEvent.EpochCompleted epoch) {
      show(epoch.report().epoch(), epoch.report().loss().total(), Accuracy.of(epoch.report()));
    }
  }

  private void start(TrainingEvent.Started started) {
    line = new TrainingProgressLine(task, 0, started.epochs(), 0, OptionalDouble.empty());
    bar =
        Optional.of(
            new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax((long) started.epochs() * started.stepsPerEpoch())
                .setUpdateIntervalMillis(UnfinishedLineConsumer.REDRAW_MILLIS)
                .setRenderer(this::draw)
                .setConsumer(new UnfinishedLineConsumer(out))
                .build());
  }

  private void show(int epoch, double loss, OptionalDouble accuracy) {
    line = new TrainingProgressLine(task, epoch, line.epochs(), loss, accuracy);
  }

  private String draw(ProgressState state, int width) {
    Duration time = state.getTotalElapsed();
    String text =
        asked
            .map(asking -> CacheProgressLine.asking(task, asking.examples(), asking.total()))
            .orElseGet(() -> line.text(state.getNormalizedProgress(), time));
    return text.length() > width ? text.substring(0, width) : text;
  }

  @Override
  public void close() {
    bar.ifPresent(
        drawn -> {
          drawn.close();
          out.println();
        });
  }
}
