package org.distill4j.benchmarks.compare;

import java.util.Arrays;
import java.util.List;
import org.distill4j.backend.Session;
import org.distill4j.benchmarks.job.Draw;
import org.distill4j.benchmarks.job.Framework;
import org.distill4j.benchmarks.job.Job;
import org.distill4j.benchmarks.job.TableJob;
import org.distill4j.benchmarks.measure.Contender;
import org.distill4j.benchmarks.measure.Interleaved;
import org.distill4j.benchmarks.measure.Table;
import org.distill4j.benchmarks.measure.Times;
import org.distill4j.benchmarks.measure.Timings;

/** How a step with row-lazy Adam grows with the table that it looks rows up in. */
final class TableSizes implements Measurement {
  private static final TableJob SMALL = new TableJob(1_000);
  private static final TableJob LARGE = new TableJob(30_522);
  private static final int BATCHES = 50;

  private final Interleaved turns;

  TableSizes() {
    this(new Interleaved(500, 7, 5, 20));
  }

  TableSizes(Interleaved turns) {
    this.turns = turns;
  }

  @Override
  public List<Table> of(Subject subject) {
    Table table =
        Table.of(
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
        Framework small = Framework.of(session, SMALL);
        Framework large = Framework.of(session, LARGE)) {
      for (Draw draw : Draw.values()) {
        List<Job.Taught> few = SMALL.batches(draw, BATCHES);
        List<Job.Taught> many = LARGE.batches(draw, BATCHES);
        Timings times = turns.run(List.of(steps(SMALL, small, few), steps(LARGE, large, many)));
        Times least = times.of(SMALL.toString());
        Times most = times.of(LARGE.toString());
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

  private static Contender steps(TableJob job, Framework program, List<Job.Taught> batches) {
    return Subject.steps(job.toString(), program, batches);
  }

  /** The mean number of different ids in a batch. */
  private static long different(List<Job.Taught> batches) {
    return Math.round(batches.stream().mapToLong(TableSizes::different).average().orElseThrow());
  }

  private static long different(Job.Taught taught) {
    int[] ids = new int[taught.batch().input().size()];
    taught.batch().input().ints().duplicate().get(ids);
    return Arrays.stream(ids).distinct().count();
  }
}
