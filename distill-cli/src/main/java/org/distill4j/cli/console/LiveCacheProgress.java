package org.distill4j.cli.console;

import java.io.PrintStream;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** A line that counts while a cache is filled. */
final class LiveCacheProgress implements CacheProgress {
  private final String task;
  private final PrintStream out;
  private Optional<ProgressBar> bar = Optional.empty();

  LiveCacheProgress(String task, PrintStream out) {
    this.task = task;
    this.out = out;
  }

  @Override
  public void filled(int examples, int total) {
    if (bar.isEmpty()) {
      bar = Optional.of(start(total));
    }
    bar.ifPresent(drawn -> drawn.stepTo(examples));
  }

  private ProgressBar start(int total) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(total)
        .setUpdateIntervalMillis(UnfinishedLineConsumer.REDRAW_MILLIS)
        .setRenderer(
            (state, width) -> CacheProgressLine.text(task, state.getCurrent(), state.getMax()))
        .setConsumer(new UnfinishedLineConsumer(out))
        .build();
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
