package org.distill4j.cli.command;

import java.io.PrintStream;
import org.distill4j.cli.console.Console;
import picocli.CommandLine.Option;

/** The options that choose how much is shown; a mixin. */
final class ShowOptions {
  @Option(names = "--plain", description = "Lines that stay instead of one that moves.")
  private boolean plain;

  @Option(names = "--quiet", description = "Print nothing but what came of it.")
  private boolean quiet;

  Console console(PrintStream out) {
    if (quiet || plain) {
      return new Console(out, quiet ? Console.Mode.QUIET : Console.Mode.PLAIN);
    }
    return Console.of(out);
  }
}
