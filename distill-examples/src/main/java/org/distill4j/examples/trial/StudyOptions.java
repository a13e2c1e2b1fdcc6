package org.distill4j.examples.trial;

import com.google.inject.Injector;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.distill4j.backend.Session;
import org.distill4j.cli.console.Console;
import org.distill4j.cli.console.ConsoleOptions;
import org.distill4j.examples.engine.EngineOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that all studies have in common, and how a study is run; a mixin. */
public final class StudyOptions {
  @Mixin private final EngineOptions engine = new EngineOptions();
  @Mixin private final ConsoleOptions shown = new ConsoleOptions();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "From how many seeds each model is trained: 0, 1, …, N - 1. The table holds means and"
              + " standard deviations. Default: ${DEFAULT-VALUE}.")
  private int seeds = 3;

  @Option(
      names = "--trials",
      paramLabel = "FILE",
      description =
          "Where to write the numbers of each seed, comma-separated. Default: nowhere, the table"
              + " is all.")
  private Optional<Path> trials = Optional.empty();

  /** Options that the command line sets. */
  public StudyOptions() {}

  /**
   * Runs a study and prints its table.
   *
   * @param <D> the study's data
   * @param out where to print
   * @param data reads the data, and tells the console how far it is
   * @param introduction says what the data are, in a sentence
   * @param study the study
   * @return the exit status, 0
   */
  public <D> int run(
      PrintStream out,
      Function<Console, D> data,
      Function<D, String> introduction,
      Study<D> study) {
    long start = System.nanoTime();
    requireSeeds();
    trials.ifPresent(StudyOptions::makeFolder);
    Console console = shown.on(out);
    Injector injector = engine.injector(console);
    D read = data.apply(console);
    try (Session session = injector.getInstance(Session.class)) {
      StudyEngine bench = injector.getInstance(StudyEngine.class);
      bench.say("%s", introduction.apply(read));
      bench.say("%s on %s.%n", session.engineVersion(), session.device());
      StudyResults measured = study.run(bench, read, LongStream.range(0, seeds).toArray());
      bench.say("");
      console.result(measured.table());
      trials.ifPresent(file -> write(file, measured.csv()));
      bench.say("%n%.0f s in all.", (System.nanoTime() - start) / 1e9);
    }
    return 0;
  }

  private void requireSeeds() {
    if (seeds < 1) {
      throw new IllegalArgumentException(
          "The number of seeds is " + seeds + ", expected at least 1.\nMaybe leave it out.");
    }
  }

  /** Before anything is trained, so that nothing is trained in vain. */
  private static void makeFolder(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static UncheckedIOException unwritable(Path file, IOException e) {
    return new UncheckedIOException(
        "File "
            + file
            + " cannot be written ("
            + e
            + "), expected a place for the numbers of each seed.\n"
            + "Maybe --trials FILE chooses another.",
        e);
  }
}
