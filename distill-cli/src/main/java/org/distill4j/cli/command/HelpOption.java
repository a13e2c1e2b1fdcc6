package org.distill4j.cli.command;

import picocli.CommandLine.Option;

/** The option of help; a mixin. */
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // Only its presence matters, to picocli.
  private boolean help;
}
