package org.distill4j.examples.mnist;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Locale;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Session;
import org.distill4j.cli.console.Console;
import org.jspecify.annotations.Nullable;

/** Runs the experiment and reports it: on the console and in a folder. */
final class MnistProgram {
  private final Backend backend;
  private final Session session;
  private final MnistExperiment experiment;
  private final Console console;

  @Inject
  MnistProgram(Backend backend, Session session, MnistExperiment experiment, Console console) {
    this.backend = backend;
    this.session = session;
    this.experiment = experiment;
    this.console = console;
  }

  /** Runs; the total time counts from the given value of {@link System#nanoTime}. */
  MnistResult run(MnistTask task, MnistSettings settings, Path out, long start) {
    introduce(task, settings);
    MnistOutcome outcome = experiment.run(task, settings, out);
    MnistResult result = result(task, settings, outcome, (System.nanoTime() - start) / 1e9);
    result.write(out.resolve("result.json"));
    console.result(MnistTable.format(outcome, task.test().size(), settings.batchSize()));
    say("");
    say("%.1f s in all. Weights and result.json are in %s.", result.totalSeconds(), out);
    return result;
  }

  private void introduce(MnistTask task, MnistSettings settings) {
    say(
        "%s: %,d digits to learn from, %,d to measure on.",
        task.name(), task.train().size(), task.test().size());
    task.heldOut()
        .ifPresent(
            digits ->
                say(
                    "%,d more are held out: the weights kept are of the epoch that is best on"
                        + " them.",
                    digits.size()));
    say("%s on %s.", session.engineVersion(), session.device());
    say(
        "Distilling with T %s and alpha %s, the weight of the teacher's term.",
        settings.temperature(), settings.alpha());
    say("");
  }

  private void say(String pattern, Object... values) {
    console.say(String.format(Locale.ROOT, pattern, values));
  }

  private MnistResult result(
      MnistTask task, MnistSettings settings, MnistOutcome outcome, double seconds) {
    return new MnistResult(
        backend.name(),
        session.engineVersion(),
        session.device().toString(),
        settings.seed(),
        MnistResult.DataResult.of(task),
        settings.temperature(),
        settings.alpha(),
        settings.batchSize(),
        MnistResult.TeacherResult.of(outcome.teacher()),
        MnistResult.StudentResult.of(outcome.distilled()),
        MnistResult.StudentResult.of(outcome.alone()),
        seconds,
        peakMegabytes());
  }

  private static @Nullable Double peakMegabytes() {
    return PeakMemory.megabytes().stream().boxed().findFirst().orElse(null);
  }
}
