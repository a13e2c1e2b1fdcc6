package org.distill4j.cli.console;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;

/**
 * Leaves the end of the line to the caller: a bar that is closed before it is drawn does not write
 * it.
 */
final class UnfinishedLineConsumer extends ConsoleProgressBarConsumer {
  static final int REDRAW_MILLIS = 100;
  private static final int WIDTH = 79;

  UnfinishedLineConsumer(PrintStream out) {
    super(out, WIDTH);
  }

  @Override
  public void close() {}
}
