package org.distill4j.cli.console;

import java.io.PrintStream;
import picocli.CommandLine.Option;

/** The options that choose what is printed; a mixin. */
public final class ConsoleOptions {
  @Option(names = "--quiet", description = "Print nothing but the table.")
  private boolean quiet;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // Only its presence matters, to picocli.
  private boolean help;

  /** Options that the command line sets. */
  public ConsoleOptions() {}

  /**
   * Returns the chosen console.
   *
   * @param out where to print
   * @return the console
   */
  public Console on(PrintStream out) {
    return quiet ? new Console(out, Console.Mode.QUIET) : Console.of(out);
  }
}
