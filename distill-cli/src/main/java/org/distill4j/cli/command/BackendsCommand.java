package org.distill4j.cli.command;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Platform;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Describes the machine and its engines. */
@Command(
    name = "backends",
    usageHelpAutoWidth = true,
    description = {
      "Lists the tensor engines that are here: their versions, the native libraries on the class"
          + " path and where these are unpacked, devices and threads."
    })
public final class BackendsCommand implements Callable<Integer> {
  private static final String MORE =
      "To have others, run the jar of another backend, or add org.distill4j:backend-java (Java"
          + " alone), org.distill4j:backend-djl (PyTorch), org.distill4j:backend-dl4j"
          + " (Deeplearning4j) or org.distill4j:backend-tensorflow (TensorFlow) to the classpath.";

  private final PrintStream out;

  @Mixin
  @SuppressWarnings("unused") // Only its presence matters, to picocli.
  private final HelpOption help = new HelpOption();

  /**
   * Creates a command.
   *
   * @param out where to print
   */
  public BackendsCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    out.println(machine());
    boolean any = false;
    for (Backend backend : Backends.find().all()) {
      out.println();
      out.println(backend.name());
      new BackendFacts(backend).lines().forEach(out::println);
      any = true;
    }
    if (!any) {
      out.println("There is no engine on the classpath.");
    }
    out.println();
    out.println(MORE);
    return 0;
  }

  private static String machine() {
    return "This machine is "
        + Platform.current()
        + " ("
        + System.getProperty("os.name")
        + " on "
        + System.getProperty("os.arch")
        + ") with "
        + Runtime.getRuntime().availableProcessors()
        + " processors, and Java "
        + System.getProperty("java.version")
        + ".";
  }
}
