package org.distill4j.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.cli.config.RunKeys;
import org.distill4j.cli.kind.Key;
import org.distill4j.cli.run.RunFile;
import picocli.CommandLine.Option;

/** The options that name a run, and those that override its file; a mixin. */
final class RunOptions {
  /** The advice for a folder that is in use, as the end of a sentence. */
  static final String OTHER_FOLDER = "choose another folder by --output";

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      required = true,
      description = "The run, in YAML. Paths in it begin at its folder.")
  private Path config = Path.of("run.yaml");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "The folder of the results, instead of the file's.")
  private Optional<String> output = Optional.empty();

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "The tensor engine, instead of the file's; \"distill backends\" lists them.")
  private Optional<String> backend = Optional.empty();

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "cpu, cuda or cuda:N, instead of the file's.")
  private Optional<String> device = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of one operation, or auto, instead of the file's.")
  private Optional<String> threads = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "The seed, instead of the file's. With as many threads, the same seed repeats a"
              + " run.")
  private Optional<String> seed = Optional.empty();

  /** Returns the run with overriding options. */
  RunFile run() {
    RunFile run = RunFile.read(config);
    run = with(run, RunKeys.OUTPUT, output);
    run = with(run, RunKeys.BACKEND, backend);
    run = with(run, RunKeys.DEVICE, device);
    run = with(run, RunKeys.THREADS, threads);
    return with(run, RunKeys.SEED, seed);
  }

  private static <T> RunFile with(RunFile run, Key<T> key, Optional<String> value) {
    return value.map(given -> run.with(key, given)).orElse(run);
  }

  /** Opens the engine of a run. */
  static Session session(RunFile run) {
    Optional<String> name = run.values().findValue(RunKeys.BACKEND);
    Backends found = Backends.find();
    Backend chosen = name.isPresent() ? found.choose(name) : found.choose();
    Device device = Device.parse(run.values().value(RunKeys.DEVICE));
    OptionalInt threads = run.values().value(RunKeys.THREADS);
    return chosen.open(new SessionOptions(device, threads));
  }
}
