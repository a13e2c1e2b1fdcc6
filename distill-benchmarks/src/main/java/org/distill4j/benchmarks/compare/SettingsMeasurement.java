package org.distill4j.benchmarks.compare;

import java.util.List;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.FrameworkJob;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.benchmarks.job.TeacherSource;
import org.distill4j.benchmarks.measure.BenchmarkTable;
import org.distill4j.benchmarks.measure.InterleavedTimer;
import org.distill4j.benchmarks.measure.ProgramTimes;
import org.distill4j.benchmarks.measure.TimedProgram;
import org.distill4j.benchmarks.measure.Timings;

/** The effect of an engine's settings: threads, compiling once, and the chosen variants. */
final class SettingsMeasurement implements Measurement {
  private static final InterleavedTimer TURNS = new InterleavedTimer(200, 5, 8, 10);

  /** Long enough for moments to fade. */
  private static final InterleavedTimer LONG = new InterleavedTimer(3_000, 5, 8, 10);

  private static final InterleavedTimer ANEW = new InterleavedTimer(10, 5, 1, 2);

  @Override
  public List<BenchmarkTable> of(MeasurementSubject subject) {
    try (Session one = subject.open();
        Session two = subject.open(SessionOptions.defaults().withThreads(2))) {
      return List.of(threads(subject, one, two), graphs(subject, one), choices(subject, one));
    }
  }

  /** No rows for an engine that has one number of threads in a process. */
  private static BenchmarkTable threads(MeasurementSubject subject, Session one, Session two) {
    BenchmarkTable table =
        BenchmarkTable.of(
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
      DenseJob job = DenseJob.mnist(size);
      List<DenseJob.Taught> batches = subject.batches(one, job);
      try (StepProgram single = FrameworkJob.of(one, job, TeacherSource.LIVE);
          StepProgram pair = FrameworkJob.of(two, job, TeacherSource.LIVE)) {
        Timings times =
            TURNS.run(
                List.of(
                    MeasurementSubject.steps("1", single, batches),
                    MeasurementSubject.steps("2", pair, batches)));
        ProgramTimes first = times.of("1");
        ProgramTimes second = times.of("2");
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

  private static BenchmarkTable graphs(MeasurementSubject subject, Session session) {
    BenchmarkTable table =
        BenchmarkTable.of(
            "Compiling once: microseconds of a step, and of a learner's first step",
            "engine",
            "compiled before",
            "recorded and compiled anew");
    DenseJob job = DenseJob.mnist(64);
    List<DenseJob.Taught> batches = subject.batches(session, job);
    try (StepProgram again = FrameworkJob.of(session, job, TeacherSource.CACHED)) {
      Timings times =
          ANEW.run(
              List.of(
                  MeasurementSubject.steps("again", again, batches),
                  new TimedProgram("anew", () -> first(session, job, batches.get(0)))));
      table.add(
          subject.engine().backend(),
          times.of("again").wallMicros(),
          times.of("anew").wallMicros());
    }
    return table;
  }

  private static BenchmarkTable choices(MeasurementSubject subject, Session session) {
    BenchmarkTable table =
        BenchmarkTable.of(
            "Choices: microseconds of a step by hand with a cached teacher, after 3,000 steps",
            "engine",
            "otherwise",
            "as chosen",
            "chosen otherwise",
            "otherwise / chosen");
    DenseJob job = DenseJob.mnist(64);
    List<DenseJob.Taught> batches = subject.batches(session, job);
    subject
        .engine()
        .otherwise(job)
        .forEach(
            (name, program) -> {
              try (StepProgram best = subject.engine().handWritten(job, TeacherSource.CACHED);
                  StepProgram other = program.get()) {
                Timings times =
                    LONG.run(
                        List.of(
                            MeasurementSubject.steps("best", best, batches),
                            MeasurementSubject.steps("other", other, batches)));
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

  private static void first(Session session, DenseJob job, DenseJob.Taught batch) {
    try (StepProgram program = FrameworkJob.of(session, job, TeacherSource.CACHED)) {
      program.step(batch);
    }
  }
}
