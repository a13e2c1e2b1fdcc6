package org.distill4j.examples;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.distill4j.cli.console.FailureReporter;
import org.distill4j.cli.console.VectorProcess;
import org.distill4j.examples.cache.LargeCacheCommand;
import org.distill4j.examples.compression.CompressionCommand;
import org.distill4j.examples.domain.DomainCommand;
import org.distill4j.examples.ensemble.ChainCommand;
import org.distill4j.examples.ensemble.EnsembleCommand;
import org.distill4j.examples.fashion.FashionCommand;
import org.distill4j.examples.letter.BitsCommand;
import org.distill4j.examples.letter.LetterCommand;
import org.distill4j.examples.mnist.MnistCommand;
import org.distill4j.examples.mnist.SideBySideCommand;
import org.distill4j.examples.multitask.MultiTaskCommand;
import org.distill4j.examples.paper.PaperCommand;
import org.distill4j.examples.rounds.RoundsCommand;
import org.distill4j.examples.text.FewLabelsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The examples, one subcommand each. */
@Command(
    name = "distill4j",
    description = "Shows what knowledge distillation does: a large teacher trains a small student.",
    subcommands = CommandLine.HelpCommand.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // Only its presence matters, to picocli.
  private boolean help;

  private Main() {}

  /**
   * Runs a subcommand. Leaves the virtual machine if it fails: with status 2 for what the caller
   * can mend, 1 for a fault of the program.
   *
   * @param args the subcommand and its options
   */
  public static void main(String... args) {
    int status =
        VectorProcess.run(Main.class, args).orElseGet(() -> run(System.out, System.err, args));
    if (status != 0) {
      System.exit(status);
    }
  }

  static int run(PrintStream out, PrintStream err, String... args) {
    FailureReporter failures = new FailureReporter(err);
    return new CommandLine(new Main())
        .addSubcommand(new MnistCommand(out))
        .addSubcommand(new SideBySideCommand(out))
        .addSubcommand(new EnsembleCommand(out))
        .addSubcommand(new ChainCommand(out))
        .addSubcommand(new DomainCommand(out))
        .addSubcommand(new LetterCommand(out))
        .addSubcommand(new BitsCommand(out))
        .addSubcommand(new FashionCommand(out))
        .addSubcommand(new MultiTaskCommand(out))
        .addSubcommand(new FewLabelsCommand(out))
        .addSubcommand(new PaperCommand(out))
        .addSubcommand(new RoundsCommand(out))
        .addSubcommand(new CompressionCommand(out))
        .addSubcommand(new LargeCacheCommand(out))
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures)
        .execute(args);
  }
}
