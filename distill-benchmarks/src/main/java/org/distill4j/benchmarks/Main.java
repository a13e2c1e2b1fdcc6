package org.distill4j.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands that measure. */
@Command(
    name = "distill-benchmarks",
    description = "Measures distill4j.",
    mixinStandardHelpOptions = true,
    subcommands = {
      CompareProgramsCommand.class,
      NetworksCommand.class,
      TablesCommand.class,
      SettingsCommand.class,
      ComponentsCommand.class,
      LoadCommand.class,
      AllCommand.class,
      ChildCommand.class
    })
public final class Main {
  private Main() {}

  /**
   * Runs a command and ends the process, whatever threads engines have left.
   *
   * @param args the command and its options
   */
  public static void main(String... args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    return new CommandLine(new Main()).execute(args);
  }
}
