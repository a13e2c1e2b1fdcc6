package org.distill4j.benchmarks.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.distill4j.backend.Session;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.FrameworkJob;
import org.distill4j.benchmarks.job.ProductsOnly;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.benchmarks.job.TeacherSource;
import org.distill4j.benchmarks.measure.BenchmarkTable;
import org.distill4j.benchmarks.measure.InterleavedTimer;
import org.distill4j.benchmarks.measure.ProgramTimes;
import org.distill4j.benchmarks.measure.TimedProgram;
import org.distill4j.benchmarks.measure.Timings;

/** One step by the framework, by hand, as users write it, and its matrix products alone. */
final class StepMeasurement implements Measurement {
  private static final InterleavedTimer FIRST = new InterleavedTimer(100, 1, 45, 20);

  /** The number of warm-up calls: Java's optimizing compiler takes up a method after some 5,000. */
  private static final InterleavedTimer THEN = new InterleavedTimer(4_000, 7, 20, 20);

  /**
   * Times of one job.
   *
   * @param first those of the first 1,000 steps, without the first 100
   * @param then those after 5,000
   */
  private record Found(Timings first, Timings then) {}

  @Override
  public List<BenchmarkTable> of(MeasurementSubject subject) {
    BenchmarkTable times =
        BenchmarkTable.of(
            "One step, batch 64, median of 7: microseconds by the clock, and on processors",
            "engine",
            "teacher",
            "framework",
            "by hand",
            "idiomatic",
            "floor",
            "framework, cpu",
            "by hand, cpu",
            "idiomatic, cpu",
            "floor, cpu");
    BenchmarkTable ratios =
        BenchmarkTable.of(
            "The same step as ratios: by the clock, and on processors",
            "engine",
            "teacher",
            "framework / by hand",
            "idiomatic / framework",
            "framework / floor",
            "framework / by hand, cpu",
            "idiomatic / framework, cpu",
            "framework / floor, cpu");
    BenchmarkTable warming =
        BenchmarkTable.of(
            "Framework / by hand over the life of a process, teacher cached",
            "engine",
            "first 1,000 steps",
            "after 5,000 steps");
    String engine = subject.engine().backend();
    try (Session session = subject.open()) {
      Found cached = time(subject, session, DenseJob.mnist(64), TeacherSource.CACHED);
      warming.add(engine, ratio(cached.first()), ratio(cached.then()));
      add(times, ratios, engine, TeacherSource.CACHED, cached.then());
      Found live = time(subject, session, DenseJob.mnist(64), TeacherSource.LIVE);
      add(times, ratios, engine, TeacherSource.LIVE, live.then());
    }
    return List.of(times, ratios, warming);
  }

  private static double ratio(Timings found) {
    return found.of("framework").wallRatio(found.of("by hand"));
  }

  private static void add(
      BenchmarkTable times,
      BenchmarkTable ratios,
      String engine,
      TeacherSource teaching,
      Timings found) {
    ProgramTimes framework = found.of("framework");
    ProgramTimes hand = found.of("by hand");
    ProgramTimes idiomatic = found.of("idiomatic");
    ProgramTimes floor = found.of("floor");
    List<Object> row = new ArrayList<>(List.of(engine, teaching.toString()));
    found.byName().values().forEach(each -> row.add(each.wallMicros()));
    found.byName().values().forEach(each -> row.add(each.cpuMicros()));
    times.add(row.toArray());
    ratios.add(
        engine,
        teaching.toString(),
        framework.wallRatio(hand),
        idiomatic.wallRatio(framework),
        framework.wallRatio(floor),
        framework.cpuRatio(hand),
        idiomatic.cpuRatio(framework),
        framework.cpuRatio(floor));
  }

  private static Found time(
      MeasurementSubject subject, Session session, DenseJob job, TeacherSource teaching) {
    List<DenseJob.Taught> batches = subject.batches(session, job);
    try (StepProgram framework = FrameworkJob.of(session, job, teaching);
        StepProgram hand = subject.engine().handWritten(job, teaching);
        StepProgram idiomatic = subject.engine().idiomatic(job, teaching);
        ProductsOnly floor = subject.engine().floor(job.products(teaching))) {
      List<TimedProgram> contenders =
          List.of(
              MeasurementSubject.steps("framework", framework, from(batches, 0)),
              MeasurementSubject.steps("by hand", hand, from(batches, 1)),
              MeasurementSubject.steps("idiomatic", idiomatic, from(batches, 2)),
              new TimedProgram("floor", floor::run));
      return new Found(FIRST.run(contenders), THEN.run(contenders));
    }
  }

  /** Each program begins elsewhere, so that none finds batches in caches that another has read. */
  private static List<DenseJob.Taught> from(List<DenseJob.Taught> batches, int third) {
    List<DenseJob.Taught> turned = new ArrayList<>(batches);
    Collections.rotate(turned, batches.size() / 3 * third);
    return turned;
  }
}
