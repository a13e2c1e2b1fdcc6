package org.distill4j.cli.command;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.distill4j.backend.Session;
import org.distill4j.cli.console.Console;
import org.distill4j.cli.console.Interrupts;
import org.distill4j.cli.run.RunCheck;
import org.distill4j.cli.run.RunFile;
import org.distill4j.cli.run.TeacherCacheFile;
import org.distill4j.cli.run.TrainingJob;
import org.distill4j.core.checkpoint.Checkpoints;
import org.distill4j.core.file.FolderLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a teacher on all examples ahead of the training. */
@Command(
    name = "cache",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Asks the teacher of a run about every example to learn from, and keeps what it says in the"
          + " file that the run's \"teacher.cache\" names. \"distill train\" then reads that file,"
          + " as often as it is run, and needs the teacher for the validation examples alone.",
      "",
      "A teacher that the file says how to train is trained first, as \"distill train\" would;"
          + " \"distill train --resume\" then continues with the student.",
      "",
      "Interrupted, by Ctrl-C or a full disk, the same command resumes where it stopped. A file of"
          + " another teacher or of other data is refused.",
      ""
    })
public final class CacheCommand implements Callable<Integer> {
  private final PrintStream out;
  private final Interrupts interrupts;

  @Mixin private final RunOptions options = new RunOptions();

  @Mixin private final ShowOptions show = new ShowOptions();

  @Mixin
  @SuppressWarnings("unused") // Only its presence matters, to picocli.
  private final HelpOption help = new HelpOption();

  /**
   * A command.
   *
   * @param out where to print
   * @param interrupts who may stop it
   */
  public CacheCommand(PrintStream out, Interrupts interrupts) {
    this.out = out;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() {
    RunFile run = options.run();
    TeacherCacheFile cache = TeacherCacheFile.of(run).orElseThrow(() -> none(run));
    RunCheck.require(run);
    Console console = show.console(out);
    FolderLock alone = FolderLock.acquire(run.output(), RunOptions.OTHER_FOLDER);
    try (Session session = RunOptions.session(run)) {
      TrainingJob job = new TrainingJob(run, session, Checkpoints.Start.RESUME, interrupts.stop());
      fill(job, new RunDisplay(run, console));
    } finally {
      alone.close();
    }
    console.result(
        String.format(
            Locale.ROOT,
            "The teacher's outputs for %,d examples are in %s.",
            run.train().size(),
            cache.file()));
    return 0;
  }

  private void fill(TrainingJob job, RunDisplay shown) {
    try (shown) {
      interrupts.during(
          () -> {
            job.cache(shown);
            return 0;
          });
    }
  }

  private static IllegalArgumentException none(RunFile run) {
    return new IllegalArgumentException(
        run.name()
            + " has no teacher.cache, expected it to say how outputs are cached.\n"
            + "Maybe add cache: {encoding: float32} to its teacher.");
  }
}
