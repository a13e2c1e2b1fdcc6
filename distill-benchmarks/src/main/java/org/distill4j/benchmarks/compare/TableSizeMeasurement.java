package org.distill4j.benchmarks.compare;

import java.util.Arrays;
import java.util.List;
import org.distill4j.backend.Session;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.FrameworkJob;
import org.distill4j.benchmarks.job.IdSampling;
import org.distill4j.benchmarks.job.TableJob;
import org.distill4j.benchmarks.measure.BenchmarkTable;
import org.distill4j.benchmarks.measure.InterleavedTimer;
import org.distill4j.benchmarks.measure.ProgramTimes;
import org.distill4j.benchmarks.measure.TimedProgram;
import org.distill4j.benchmarks.measure.Timings;

/** How a step with row-lazy Adam grows with the table that it looks rows up in. */
final class TableSizeMeasurement implements Measurement {
  private static final TableJob SMALL = new TableJob(1_000);
  private static final TableJob LARGE = new TableJob(30_522);
  private static final int BATCHES = 50;

  private final InterleavedTimer turns;

  TableSizeMeasurement() {
    this(new InterleavedTimer(500, 7, 5, 20));
  }

  TableSizeMeasurement(InterleavedTimer turns) {
    this.turns = turns;
  }

  @Override
  public List<BenchmarkTable> of(MeasurementSubject subject) {
    BenchmarkTable table =
        BenchmarkTable.of(
            "A static student, width 256, batch 32 of 32 ids, row-lazy Adam: microseconds of a step"
                + " by the rows of its table",
            "engine",
            "ids",
            "different ids of 1,000",
            "of 30,522",
            "1,000 rows",
            "30,522 rows",
            "30,522 / 1,000",
            "30,522 / 1,000, cpu");
    try (Session session = subject.open();
        FrameworkJob small = FrameworkJob.of(session, SMALL);
        FrameworkJob large = FrameworkJob.of(session, LARGE)) {
      for (IdSampling draw : IdSampling.values()) {
        List<DenseJob.Taught> few = SMALL.batches(draw, BATCHES);
        List<DenseJob.Taught> many = LARGE.batches(draw, BATCHES);
        Timings times = turns.run(List.of(steps(SMALL, small, few), steps(LARGE, large, many)));
        ProgramTimes least = times.of(SMALL.toString());
        ProgramTimes most = times.of(LARGE.toString());
        table.add(
            subject.engine().backend(),
            draw.toString(),
            different(few),
            different(many),
            least.wallMicros(),
            most.wallMicros(),
            most.wallRatio(least),
            most.cpuRatio(least));
      }
    }
    return List.of(table);
  }

  private static TimedProgram steps(
      TableJob job, FrameworkJob program, List<DenseJob.Taught> batches) {
    return MeasurementSubject.steps(job.toString(), program, batches);
  }

  /** The mean number of different ids in a batch. */
  private static long different(List<DenseJob.Taught> batches) {
    return Math.round(
        batches.stream().mapToLong(TableSizeMeasurement::different).average().orElseThrow());
  }

  private static long different(DenseJob.Taught taught) {
    int[] ids = new int[taught.batch().input().size()];
    taught.batch().input().ints().duplicate().get(ids);
    return Arrays.stream(ids).distinct().count();
  }
}
