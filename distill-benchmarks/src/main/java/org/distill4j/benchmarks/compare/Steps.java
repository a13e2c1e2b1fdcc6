package org.distill4j.benchmarks.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.distill4j.backend.Session;
import org.distill4j.benchmarks.job.Floor;
import org.distill4j.benchmarks.job.Framework;
import org.distill4j.benchmarks.job.Job;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.benchmarks.job.Teaching;
import org.distill4j.benchmarks.measure.Contender;
import org.distill4j.benchmarks.measure.Interleaved;
import org.distill4j.benchmarks.measure.Table;
import org.distill4j.benchmarks.measure.Times;
import org.distill4j.benchmarks.measure.Timings;

/** One step by the framework, by hand, as users write it, and its matrix products alone. */
final class Steps implements Measurement {
  private static final Interleaved FIRST = new Interleaved(100, 1, 45, 20);

  /** Java's optimizing compiler takes up a method after some 5,000 calls. */
  private static final Interleaved THEN = new Interleaved(4_000, 7, 20, 20);

  /**
   * Times of one job.
   *
   * @param first those of the first 1,000 steps, without the first 100
   * @param then those after 5,000
   */
  private record Found(Timings first, Timings then) {}

  @Override
  public List<Table> of(Subject subject) {
    Table times =
        Table.of(
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
    Table ratios =
        Table.of(
            "The same step as ratios: by the clock, and on processors",
            "engine",
            "teacher",
            "framework / by hand",
            "idiomatic / framework",
            "framework / floor",
            "framework / by hand, cpu",
            "idiomatic / framework, cpu",
            "framework / floor, cpu");
    Table warming =
        Table.of(
            "Framework / by hand as a process goes on, teacher kept",
            "engine",
            "first 1,000 steps",
            "after 5,000 steps");
    String engine = subject.engine().backend();
    try (Session session = subject.open()) {
      Found kept = time(subject, session, Job.mnist(64), Teaching.KEPT);
      warming.add(engine, ratio(kept.first()), ratio(kept.then()));
      add(times, ratios, engine, Teaching.KEPT, kept.then());
      Found live = time(subject, session, Job.mnist(64), Teaching.LIVE);
      add(times, ratios, engine, Teaching.LIVE, live.then());
    }
    return List.of(times, ratios, warming);
  }

  private static double ratio(Timings found) {
    return found.of("framework").wallRatio(found.of("by hand"));
  }

  private static void add(
      Table times, Table ratios, String engine, Teaching teaching, Timings found) {
    Times framework = found.of("framework");
    Times hand = found.of("by hand");
    Times idiomatic = found.of("idiomatic");
    Times floor = found.of("floor");
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

  private static Found time(Subject subject, Session session, Job job, Teaching teaching) {
    List<Job.Taught> batches = subject.batches(session, job);
    try (StepProgram framework = Framework.of(session, job, teaching);
        StepProgram hand = subject.engine().handWritten(job, teaching);
        StepProgram idiomatic = subject.engine().idiomatic(job, teaching);
        Floor floor = subject.engine().floor(job.products(teaching))) {
      List<Contender> contenders =
          List.of(
              Subject.steps("framework", framework, from(batches, 0)),
              Subject.steps("by hand", hand, from(batches, 1)),
              Subject.steps("idiomatic", idiomatic, from(batches, 2)),
              new Contender("floor", floor::run));
      return new Found(FIRST.run(contenders), THEN.run(contenders));
    }
  }

  /** Each program begins elsewhere, so that none finds batches in caches that another has read. */
  private static List<Job.Taught> from(List<Job.Taught> batches, int third) {
    List<Job.Taught> turned = new ArrayList<>(batches);
    Collections.rotate(turned, batches.size() / 3 * third);
    return turned;
  }
}
