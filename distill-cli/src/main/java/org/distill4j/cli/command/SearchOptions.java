package org.distill4j.cli.command;

import java.nio.file.Path;
import java.util.function.BiFunction;
import org.distill4j.backend.Session;
import org.distill4j.cli.console.Console;
import org.distill4j.cli.console.Interrupts;
import org.distill4j.cli.run.HeldOutTrainings;
import org.distill4j.cli.run.RunCheck;
import org.distill4j.cli.run.RunFile;
import org.distill4j.core.file.FolderLock;
import picocli.CommandLine.Option;

/**
 * What the searches have in common: examples are held out, and the teacher is made ready; a mixin.
 */
final class SearchOptions {
  @Option(
      names = "--held-out",
      paramLabel = "SHARE",
      defaultValue = "0.1",
      description =
          "The share of the examples to learn from that is held out to measure on, so that the"
              + " file's validation examples are left for the result. Default: ${DEFAULT-VALUE}.")
  private double heldOut = 0.1;

  /** Runs a search in its folder while nobody else writes to the run's. */
  <T> T search(
      RunFile run,
      Console console,
      Interrupts interrupts,
      BiFunction<Session, HeldOutTrainings, T> search) {
    RunCheck.require(run);
    FolderLock alone = FolderLock.acquire(run.output(), RunOptions.OTHER_FOLDER);
    try (Session session = RunOptions.session(run)) {
      return interrupts.during(
          () -> search.apply(session, prepared(run, session, console, interrupts)));
    } finally {
      alone.close();
    }
  }

  private HeldOutTrainings prepared(
      RunFile run, Session session, Console console, Interrupts interrupts) {
    try (RunDisplay shown = new RunDisplay(run, console)) {
      return HeldOutTrainings.prepare(run, session, interrupts.stop(), heldOut, shown);
    }
  }

  static Path folder(RunFile run, String name) {
    return run.output().resolve(name);
  }
}
