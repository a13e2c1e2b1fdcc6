package org.distill4j.cli.command;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.cli.console.CacheProgress;
import org.distill4j.cli.console.Console;
import org.distill4j.cli.console.TrainingProgress;
import org.distill4j.cli.run.RunFile;
import org.distill4j.cli.run.RunListener;
import org.distill4j.cli.sink.MetricSinks;
import org.distill4j.core.cache.FillListener;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingListener;

/** The display of a run's trainings: on the console, and in files of numbers. */
final class RunDisplay implements RunListener, AutoCloseable {
  private final RunFile run;
  private final Console console;
  private final List<AutoCloseable> open = new ArrayList<>();

  RunDisplay(RunFile run, Console console) {
    this.run = run;
    this.console = console;
  }

  @Override
  public List<TrainingListener> training(String name) {
    // The teacher's line ends before the student's begins.
    close();
    TrainingProgress progress = console.progress(name);
    MetricSinks sinks = new MetricSinks(run.output(), name, console::say);
    open.add(progress);
    open.add(sinks);
    return List.of(event -> news(name, event), progress, sinks);
  }

  @Override
  public FillListener filling() {
    close();
    CacheProgress filling = console.filling("cache");
    open.add(filling);
    return filling;
  }

  private void news(String name, TrainingEvent event) {
    if (event instanceof TrainingEvent.CheckpointSkipped skipped) {
      String why = skipped.reason().lines().findFirst().orElse("");
      console.say("A damaged checkpoint was put aside, and the one before it is taken: " + why);
    } else if (event instanceof TrainingEvent.Resumed resumed) {
      console.say(
          "The training of the "
              + name
              + " resumes after step "
              + resumed.step()
              + ", from "
              + resumed.checkpoint().getFileName()
              + ".");
    } else if (event instanceof TrainingEvent.PlanChanged changed) {
      console.say(
          "Its "
              + changed.part()
              + " is "
              + changed.now()
              + " from here on, and was "
              + changed.before()
              + ".");
    }
  }

  @Override
  public void close() {
    for (AutoCloseable each : open) {
      try {
        each.close();
      } catch (Exception error) {
        throw new IllegalStateException("What shows the training cannot be closed", error);
      }
    }
    open.clear();
  }
}
