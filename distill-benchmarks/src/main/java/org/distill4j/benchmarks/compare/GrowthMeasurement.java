package org.distill4j.benchmarks.compare;

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

/** How a step grows with the width of the student and with the batch, beside its products. */
final class GrowthMeasurement implements Measurement {
  private static final InterleavedTimer TURNS = new InterleavedTimer(200, 5, 6, 10);
  private static final int[] WIDTHS = {32, 64, 128, 256, 512, 1024};
  private static final int[] BATCHES = {8, 16, 32, 64, 128, 256, 512};

  @Override
  public List<BenchmarkTable> of(MeasurementSubject subject) {
    BenchmarkTable widths =
        table("Microseconds of a step by width of the student, batch 64", "width");
    BenchmarkTable batches = table("Microseconds of a step by batch size, width 128", "batch");
    try (Session session = subject.open()) {
      for (int width : WIDTHS) {
        add(widths, subject, session, DenseJob.mnist(64).withStudent(width), width);
      }
      for (int batch : BATCHES) {
        add(batches, subject, session, DenseJob.mnist(batch), batch);
      }
    }
    return List.of(widths, batches);
  }

  private static BenchmarkTable table(String title, String what) {
    return BenchmarkTable.of(title, "engine", what, "framework", "floor", "ratio");
  }

  private static void add(
      BenchmarkTable table, MeasurementSubject subject, Session session, DenseJob job, int size) {
    List<DenseJob.Taught> batches = subject.batches(session, job);
    try (StepProgram framework = FrameworkJob.of(session, job, TeacherSource.CACHED);
        ProductsOnly floor = subject.engine().floor(job.products(TeacherSource.CACHED))) {
      Timings times =
          TURNS.run(
              List.of(
                  MeasurementSubject.steps("framework", framework, batches),
                  new TimedProgram("floor", floor::run)));
      ProgramTimes step = times.of("framework");
      ProgramTimes least = times.of("floor");
      table.add(
          subject.engine().backend(),
          size,
          step.wallMicros(),
          least.wallMicros(),
          step.wallRatio(least));
    }
  }
}
