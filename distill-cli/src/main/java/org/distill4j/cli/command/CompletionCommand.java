package org.distill4j.cli.command;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a completion script for shells. */
@Command(
    name = "completion",
    usageHelpAutoWidth = true,
    description = {
      "Prints a script by which bash and zsh complete commands, options and files of distill.",
      "",
      "For the shell that is open:",
      "  source <(distill completion)",
      "For every bash to come, where bash-completion is installed:",
      "  distill completion > ~/.local/share/bash-completion/completions/distill",
      "For every zsh to come:",
      "  echo 'source <(distill completion)' >> ~/.zshrc",
      "",
      "It completes the word \"distill\": an alias or a script of that name.",
      ""
    })
public final class CompletionCommand implements Callable<Integer> {
  private final PrintStream out;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin
  @SuppressWarnings("unused") // Only its presence matters, to picocli.
  private final HelpOption help = new HelpOption();

  /**
   * Creates a command.
   *
   * @param out where to print
   */
  public CompletionCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    CommandLine distill = spec.root().commandLine();
    // The script is for Unix shells, wherever it is printed.
    out.print(AutoComplete.bash(distill.getCommandName(), distill).replace("\r\n", "\n"));
    return 0;
  }
}
