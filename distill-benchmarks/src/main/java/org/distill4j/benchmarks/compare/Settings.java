package org.distill4j.benchmarks.compare;

import java.util.List;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.benchmarks.job.Framework;
import org.distill4j.benchmarks.job.Job;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.benchmarks.job.Teaching;
import org.distill4j.benchmarks.measure.Contender;
import org.distill4j.benchmarks.measure.Interleaved;
import org.distill4j.benchmarks.measure.Table;
import org.distill4j.benchmarks.measure.Times;
import org.distill4j.benchmarks.measure.Timings;

/**
 * What the settings of an engine are worth: threads, compiling once, and what was chosen for it.
 */
final class Settings implements Measurement {
  private static final Interleaved TURNS = new Interleaved(200, 5, 8, 10);

  /** Long enough for moments to fade. */
  private static final Interleaved LONG = new Interleaved(3_000, 5, 8, 10);

  private static final Interleaved ANEW = new Interleaved(10, 5, 1, 2);

  @Override
  public List<Table> of(Subject subject) {
    try (Session one = subject.open();
        Session two = subject.open(SessionOptions.defaults().withThreads(2))) {
      return List.of(threads(subject, one, two), graphs(subject, one), choices(subject, one));
    }
  }

  /** No rows for an engine that has one number of threads in a process. */
  private static Table threads(Subject subject, Session one, Session two) {
    Table table =
        Table.of(
            "Threads: microseconds of a step with a live teacher",
            "engine",
            "batch",
            "1 thread",
            "2 threads",
            "2 / 1 by the clock",
            "2 / 1 on processors");
    if (two.threads() == one.threads()) {
      return table;
    }
    for (int size : new int[] {64, 512}) {
      Job job = Job.mnist(size);
      List<Job.Taught> batches = subject.batches(one, job);
      try (StepProgram single = Framework.of(one, job, Teaching.LIVE);
          StepProgram pair = Framework.of(two, job, Teaching.LIVE)) {
        Timings times =
            TURNS.run(
                List.of(Subject.steps("1", single, batches), Subject.steps("2", pair, batches)));
        Times first = times.of("1");
        Times second = times.of("2");
        table.add(
            subject.engine().backend(),
            size,
            first.wallMicros(),
            second.wallMicros(),
            second.wallRatio(first),
            second.cpuRatio(first));
      }
    }
    return table;
  }

  private static Table graphs(Subject subject, Session session) {
    Table table =
        Table.of(
            "Compiling once: microseconds of a step, and of a learner's first step",
            "engine",
            "compiled before",
            "recorded and compiled anew");
    Job job = Job.mnist(64);
    List<Job.Taught> batches = subject.batches(session, job);
    try (StepProgram again = Framework.of(session, job, Teaching.KEPT)) {
      Timings times =
          ANEW.run(
              List.of(
                  Subject.steps("again", again, batches),
                  new Contender("anew", () -> first(session, job, batches.get(0)))));
      table.add(
          subject.engine().backend(),
          times.of("again").wallMicros(),
          times.of("anew").wallMicros());
    }
    return table;
  }

  private static Table choices(Subject subject, Session session) {
    Table table =
        Table.of(
            "Choices: microseconds of a step by hand with a kept teacher, after 3,000 steps",
            "engine",
            "otherwise",
            "as chosen",
            "chosen otherwise",
            "otherwise / chosen");
    Job job = Job.mnist(64);
    List<Job.Taught> batches = subject.batches(session, job);
    subject
        .engine()
        .otherwise(job)
        .forEach(
            (name, program) -> {
              try (StepProgram best = subject.engine().handWritten(job, Teaching.KEPT);
                  StepProgram other = program.get()) {
                Timings times =
                    LONG.run(
                        List.of(
                            Subject.steps("best", best, batches),
                            Subject.steps("other", other, batches)));
                table.add(
                    subject.engine().backend(),
                    name,
                    times.of("best").wallMicros(),
                    times.of("other").wallMicros(),
                    times.of("other").wallRatio(times.of("best")));
              }
            });
    return table;
  }

  private static void first(Session session, Job job, Job.Taught batch) {
    try (StepProgram program = Framework.of(session, job, Teaching.KEPT)) {
      program.step(batch);
    }
  }
}
