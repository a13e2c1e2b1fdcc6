package org.distill4j.examples.engine;

import com.google.inject.Guice;
import com.google.inject.Injector;
import java.util.Optional;
import org.distill4j.backend.Device;
import org.distill4j.backend.SessionOptions;
import org.distill4j.cli.console.Console;
import org.distill4j.core.wiring.DistillModule;
import org.distill4j.examples.wiring.ExamplesModule;
import picocli.CommandLine.Option;

/** The options that choose the engine; a mixin of every command that trains. */
public final class EngineOptions {
  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = {
        "The tensor engine: java, djl, dl4j or tensorflow. Its artifact must be on the classpath;"
            + " if only one is, it is taken. With Maven, -Dbackend=NAME adds the artifact and"
            + " chooses it."
      })
  private Optional<String> backend = Optional.empty();

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu",
      description = "Where to compute: cpu, cuda or cuda:N. Default: ${DEFAULT-VALUE}.")
  private String device = "cpu";

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Threads for one operation on the CPU. Networks this small gain little from more than"
              + " one, and lose much on a busy machine. Default: ${DEFAULT-VALUE}.")
  private int threads = 1;

  /** Options that the command line sets. */
  public EngineOptions() {}

  /**
   * Puts the chosen engine and a console together; nothing native is loaded before a session is
   * asked for.
   *
   * @param console where the program prints
   * @return gives the backend, its session and a trainer on it
   * @throws IllegalArgumentException if there is no such device or number of threads
   */
  public Injector injector(Console console) {
    SessionOptions options = new SessionOptions(Device.parse(device), threads);
    return Guice.createInjector(new DistillModule(backend, options), new ExamplesModule(console));
  }
}
