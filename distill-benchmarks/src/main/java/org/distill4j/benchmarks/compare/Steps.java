package org.distill4j.benchmarks.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
import org.distill4j.spi.Session;

/** One step by the framework, by hand, as users write it, and its matrix products alone. */
final class Steps implements Measurement {
  private static final Interleaved TURNS = new Interleaved(500, 7, 10, 20);

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
    try (Session session = subject.open()) {
      for (Teaching teaching : Teaching.values()) {
        add(times, ratios, subject, session, teaching);
      }
    }
    return List.of(times, ratios);
  }

  private static void add(
      Table times, Table ratios, Subject subject, Session session, Teaching teaching) {
    Timings found = time(subject, session, Job.mnist(64), teaching);
    String engine = subject.engine().backend();
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

  private static Timings time(Subject subject, Session session, Job job, Teaching teaching) {
    List<Job.Taught> batches = subject.batches(session, job);
    try (StepProgram framework = Framework.of(session, job, teaching);
        StepProgram hand = subject.engine().handWritten(job, teaching);
        StepProgram idiomatic = subject.engine().idiomatic(job, teaching);
        Floor floor = subject.engine().floor(job.products(teaching))) {
      return TURNS.run(
          List.of(
              Subject.steps("framework", framework, from(batches, 0)),
              Subject.steps("by hand", hand, from(batches, 1)),
              Subject.steps("idiomatic", idiomatic, from(batches, 2)),
              new Contender("floor", floor::run)));
    }
  }

  /** Each program begins elsewhere, so that none finds batches in caches that another has read. */
  private static List<Job.Taught> from(List<Job.Taught> batches, int third) {
    List<Job.Taught> turned = new ArrayList<>(batches);
    Collections.rotate(turned, batches.size() / 3 * third);
    return turned;
  }
}
