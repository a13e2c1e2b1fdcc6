package org.distill4j.benchmarks.compare;

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

/** How a step grows with the width of the student and with the batch, beside its products. */
final class Curves implements Measurement {
  private static final Interleaved TURNS = new Interleaved(200, 5, 6, 10);
  private static final int[] WIDTHS = {32, 64, 128, 256, 512, 1024};
  private static final int[] BATCHES = {8, 16, 32, 64, 128, 256, 512};

  @Override
  public List<Table> of(Subject subject) {
    Table widths = table("Microseconds of a step by width of the student, batch 64", "width");
    Table batches = table("Microseconds of a step by batch size, width 128", "batch");
    try (Session session = subject.open()) {
      for (int width : WIDTHS) {
        add(widths, subject, session, Job.mnist(64).withStudent(width), width);
      }
      for (int batch : BATCHES) {
        add(batches, subject, session, Job.mnist(batch), batch);
      }
    }
    return List.of(widths, batches);
  }

  private static Table table(String title, String what) {
    return Table.of(title, "engine", what, "framework", "floor", "ratio");
  }

  private static void add(Table table, Subject subject, Session session, Job job, int size) {
    List<Job.Taught> batches = subject.batches(session, job);
    try (StepProgram framework = Framework.of(session, job, Teaching.KEPT);
        Floor floor = subject.engine().floor(job.products(Teaching.KEPT))) {
      Timings times =
          TURNS.run(
              List.of(
                  Subject.steps("framework", framework, batches),
                  new Contender("floor", floor::run)));
      Times step = times.of("framework");
      Times least = times.of("floor");
      table.add(
          subject.engine().backend(),
          size,
          step.wallMicros(),
          least.wallMicros(),
          step.wallRatio(least));
    }
  }
}
