package org.distill4j.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.cli.command.BackendsCommand;
import org.distill4j.cli.command.CacheCommand;
import org.distill4j.cli.command.CompareCommand;
import org.distill4j.cli.command.CompletionCommand;
import org.distill4j.cli.command.ConfigCommand;
import org.distill4j.cli.command.EmbedCommand;
import org.distill4j.cli.command.EvaluateCommand;
import org.distill4j.cli.command.ExportCommand;
import org.distill4j.cli.command.PredictCommand;
import org.distill4j.cli.command.SizeCommand;
import org.distill4j.cli.command.SummaryCommand;
import org.distill4j.cli.command.TrainCommand;
import org.distill4j.cli.command.TuneCommand;
import org.distill4j.cli.console.ExitCode;
import org.distill4j.cli.console.FailureReporter;
import org.distill4j.cli.console.Interrupts;
import org.distill4j.cli.console.VectorProcess;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;

/** The {@code distill} command. */
@Command(
    name = "distill",
    usageHelpAutoWidth = true,
    description = {
      "Trains a small network, the student, on what a large one, the teacher, says.",
      "",
      "A run is one YAML file. Begin with:",
      "  distill config --example > run.yaml   a file to change",
      "  distill config --keys                 all that it may say",
      "  distill train --config run.yaml       carries it out",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    subcommands = HelpCommand.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Distill {
  private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // Only its presence matters, to picocli.
  private boolean help;

  private Distill() {}

  /**
   * Runs a subcommand and leaves the virtual machine with one of {@link ExitCode}.
   *
   * @param args the subcommand and its options
   */
  public static void main(String... args) {
    System.exit(VectorProcess.run(Distill.class, args).orElseGet(() -> runHere(args)));
  }

  private static int runHere(String... args) {
    // Images are read and drawn without a screen, whatever DISPLAY says.
    System.setProperty("java.awt.headless", "true");
    // A warning is one line for a reader, without the class that logs it.
    System.setProperty(LOG_FORMAT, System.getProperty(LOG_FORMAT, "%4$s: %5$s%6$s%n"));
    try (Interrupts interrupts = Interrupts.ofProcess()) {
      return run(System.out, System.err, interrupts, args);
    }
  }

  /**
   * Runs a subcommand.
   *
   * @param out where results go
   * @param err where failures are told
   * @param interrupts who may stop it
   * @param args the subcommand and its options
   * @return the exit code
   */
  public static int run(PrintStream out, PrintStream err, Interrupts interrupts, String... args) {
    FailureReporter failures = new FailureReporter(err);
    CommandLine distill =
        new CommandLine(new Distill())
            .addSubcommand(new TrainCommand(out, interrupts))
            .addSubcommand(new CacheCommand(out, interrupts))
            .addSubcommand(new TuneCommand(out, interrupts))
            .addSubcommand(new SizeCommand(out, interrupts))
            .addSubcommand(new EvaluateCommand(out))
            .addSubcommand(new EmbedCommand(out, interrupts))
            .addSubcommand(new ExportCommand(out))
            .addSubcommand(new PredictCommand(out))
            .addSubcommand(new SummaryCommand(out))
            .addSubcommand(new CompareCommand(out))
            .addSubcommand(new ConfigCommand(out))
            .addSubcommand(new BackendsCommand(out))
            .addSubcommand(new CompletionCommand(out))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
            .setParameterExceptionHandler(failures)
            .setExecutionExceptionHandler(failures);
    distill.getCommandSpec().usageMessage().exitCodeList(exitCodes());
    try {
      return distill.execute(args);
    } catch (VirtualMachineError failure) {
      return failures.tell(failure);
    }
  }

  private static Map<String, String> exitCodes() {
    Map<String, String> codes = new LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      codes.put(String.valueOf(code.status()), code.meaning());
    }
    return codes;
  }
}
