package org.distill4j.cli.console;

import java.io.PrintStream;

/** A line for each tenth of a cache. */
final class PlainCacheProgress implements CacheProgress {
  private static final int LINES = 10;

  private final String task;
  private final PrintStream out;
  private int printed;

  PlainCacheProgress(String task, PrintStream out) {
    this.task = task;
    this.out = out;
  }

  @Override
  public void filled(int examples, int total) {
    int tenths = (int) ((long) examples * LINES / total);
    if (tenths > printed) {
      printed = tenths;
      out.println(CacheProgressLine.text(task, examples, total));
    }
  }
}
