package org.distill4j.cli.console;

import java.io.PrintStream;

/** The console of a program, which shows progress and results. */
public final class Console {
  /** The amount and form of output. */
  public enum Mode {
    /** Progress bars that are redrawn on a terminal. */
    LIVE,
    /** A line for each epoch, for files and pipes. */
    PLAIN,
    /** Only results. */
    QUIET
  }

  private final PrintStream out;
  private final Mode mode;

  /**
   * A console.
   *
   * @param out where to print
   * @param mode how much
   */
  public Console(PrintStream out, Mode mode) {
    this.out = out;
    this.mode = mode;
  }

  /**
   * A console that is live if the program's output is shown on a terminal.
   *
   * @param out where to print
   * @return the console
   */
  public static Console of(PrintStream out) {
    return new Console(out, Terminal.showsOutput() ? Mode.LIVE : Mode.PLAIN);
  }

  /**
   * Prints a line of progress, which a quiet console omits.
   *
   * @param line the line
   */
  public void say(String line) {
    if (mode != Mode.QUIET) {
      out.println(line);
    }
  }

  /**
   * Prints a result.
   *
   * @param text one line or several
   */
  public void result(String text) {
    out.println(text);
  }

  /**
   * Shows a training.
   *
   * @param task what is trained
   * @return hears of the training; to be closed at its end, good or bad
   */
  public TrainingProgress progress(String task) {
    return switch (mode) {
      case LIVE -> new LiveTrainingProgress(task, out);
      case PLAIN -> new PlainTrainingProgress(task, out);
      case QUIET -> event -> {};
    };
  }

  /**
   * Shows the filling of a cache.
   *
   * @param task what is filled
   * @return hears of the filling; to be closed at its end, good or bad
   */
  public CacheProgress filling(String task) {
    return switch (mode) {
      case LIVE -> new LiveCacheProgress(task, out);
      case PLAIN -> new PlainCacheProgress(task, out);
      case QUIET -> (examples, total) -> {};
    };
  }
}
