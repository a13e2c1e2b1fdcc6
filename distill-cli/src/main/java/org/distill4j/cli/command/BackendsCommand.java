package org.distill4j.cli.command;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.distill4j.cli.console.Table;
import org.distill4j.spi.Backend;
import org.distill4j.spi.Backends;
import org.distill4j.spi.Session;
import org.distill4j.spi.SessionOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says which engines are here. */
@Command(
    name = "backends",
    usageHelpAutoWidth = true,
    description = "Lists the tensor engines that are here, their versions and devices.")
public final class BackendsCommand implements Callable<Integer> {
  private static final String MORE =
      "To have others, run the jar of another backend, or add org.distill4j:backend-djl (PyTorch),"
          + " org.distill4j:backend-dl4j (Deeplearning4j) or org.distill4j:backend-tensorflow"
          + " (TensorFlow) to the classpath.";

  private final PrintStream out;

  @Mixin
  @SuppressWarnings("unused") // Only its presence matters, to picocli.
  private final HelpOption help = new HelpOption();

  /**
   * A command.
   *
   * @param out where to print
   */
  public BackendsCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    Table table = new Table("backend", "engine", "devices");
    boolean any = false;
    for (Backend backend : Backends.find().all()) {
      table.row(backend.name(), engine(backend), devices(backend));
      any = true;
    }
    out.println(any ? table : "There is no engine on the classpath.");
    out.println();
    out.println(MORE);
    return 0;
  }

  private static String engine(Backend backend) {
    try (Session session = backend.open(SessionOptions.defaults())) {
      return session.engineVersion();
    } catch (RuntimeException | LinkageError broken) {
      return "does not load: " + String.valueOf(broken.getMessage()).lines().findFirst().orElse("");
    }
  }

  private static String devices(Backend backend) {
    try {
      return backend.devices().stream().map(String::valueOf).collect(Collectors.joining(", "));
    } catch (RuntimeException | LinkageError broken) {
      return "-";
    }
  }
}
