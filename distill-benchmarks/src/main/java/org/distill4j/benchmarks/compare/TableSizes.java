package org.distill4j.benchmarks.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.benchmarks.job.Framework;
import org.distill4j.benchmarks.job.TableJob;
import org.distill4j.benchmarks.measure.Contender;
import org.distill4j.benchmarks.measure.Interleaved;
import org.distill4j.benchmarks.measure.Table;
import org.distill4j.benchmarks.measure.Times;
import org.distill4j.benchmarks.measure.Timings;

/** How a step with row-lazy Adam grows with the table that it looks rows up in. */
final class TableSizes implements Measurement {
  private static final int LEAST = 1_000;
  private static final List<Integer> ROWS = List.of(LEAST, 8_000, 30_522);
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
            "A static student by the rows of its table of width 256, batch 32 of 32 ids, row-lazy"
                + " Adam: microseconds of a step",
            "engine",
            "rows",
            "by the clock",
            "on processors",
            "to 1,000 rows",
            "to 1,000 rows, cpu");
    Map<Integer, Framework> programs = new LinkedHashMap<>();
    try (Session session = subject.open()) {
      ROWS.forEach(rows -> programs.put(rows, Framework.of(session, new TableJob(rows))));
      Timings times = turns.run(contenders(programs));
      Times least = times.of(String.valueOf(LEAST));
      programs.keySet().forEach(rows -> add(table, subject, rows, times, least));
    } finally {
      programs.values().forEach(Framework::close);
    }
    return List.of(table);
  }

  private static List<Contender> contenders(Map<Integer, Framework> programs) {
    List<Contender> contenders = new ArrayList<>();
    programs.forEach(
        (rows, program) ->
            contenders.add(
                Subject.steps(String.valueOf(rows), program, new TableJob(rows).batches(BATCHES))));
    return contenders;
  }

  private static void add(Table table, Subject subject, int rows, Timings times, Times least) {
    Times step = times.of(String.valueOf(rows));
    table.add(
        subject.engine().backend(),
        rows,
        step.wallMicros(),
        step.cpuMicros(),
        step.wallRatio(least),
        step.cpuRatio(least));
  }
}
