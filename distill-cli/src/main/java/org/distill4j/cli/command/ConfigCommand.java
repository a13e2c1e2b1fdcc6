package org.distill4j.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.distill4j.cli.config.Catalog;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints a configuration to start from, or all its keys. */
@Command(
    name = "config",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Shows how a run is written.")
public final class ConfigCommand implements Callable<Integer> {
  private final PrintStream out;

  @Mixin
  @SuppressWarnings("unused") // Only its presence matters, to picocli.
  private final HelpOption help = new HelpOption();

  @ArgGroup(multiplicity = "1")
  private final Choice choice = new Choice();

  private static final class Choice {
    @Option(names = "--example", description = "Prints a file to begin with.")
    private boolean example;

    @Option(names = "--keys", description = "Prints every key with what it takes and means.")
    @SuppressWarnings("unused") // It is what is left when --example is not given.
    private boolean keys;
  }

  /**
   * Creates a command.
   *
   * @param out where to print
   */
  public ConfigCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    out.println(choice.example ? example() : Catalog.help());
    return 0;
  }

  private static String example() {
    try (InputStream in = ConfigCommand.class.getResourceAsStream("example.yaml")) {
      byte[] bytes = Objects.requireNonNull(in, "example.yaml").readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).stripTrailing();
    } catch (IOException error) {
      throw new UncheckedIOException("The example cannot be read", error);
    }
  }
}
