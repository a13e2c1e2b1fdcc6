package org.distill4j.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distill4j.backend.Session;
import org.distill4j.benchmarks.job.Framework;
import org.distill4j.benchmarks.job.Job;
import org.distill4j.benchmarks.job.NetworkJob;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.benchmarks.measure.Contender;
import org.distill4j.benchmarks.measure.Interleaved;
import org.distill4j.benchmarks.measure.Table;
import org.distill4j.benchmarks.measure.Times;
import org.distill4j.benchmarks.measure.Timings;

/** One step of larger networks by the framework and by hand. */
final class Networks implements Measurement {
  private static final Interleaved TURNS = new Interleaved(30, 7, 5, 3);
  private static final int BATCHES = 8;
  private static final List<NetworkJob> JOBS =
      List.of(NetworkJob.residual(), NetworkJob.transformer(64), NetworkJob.transformer(128));

  @Override
  public List<Table> of(Subject subject) {
    Table table =
        Table.of(
            "One step of larger networks, batch 32, median of 7: milliseconds by the clock and on"
                + " processors, and ratios",
            "network",
            "engine",
            "framework",
            "by hand",
            "framework, cpu",
            "by hand, cpu",
            "framework / by hand",
            "framework / by hand, cpu");
    try (Session session = subject.open()) {
      for (NetworkJob job : JOBS) {
        table.add(row(subject, session, job));
      }
    }
    return List.of(table);
  }

  private static Object[] row(Subject subject, Session session, NetworkJob job) {
    List<Job.Taught> batches = job.batches(BATCHES);
    Optional<StepProgram> written = subject.engine().handWritten(job);
    try (StepProgram framework = Framework.of(session, job)) {
      List<Contender> contenders = new ArrayList<>();
      contenders.add(Subject.steps("framework", framework, batches));
      written.ifPresent(hand -> contenders.add(Subject.steps("by hand", hand, batches)));
      Timings found = TURNS.run(contenders);
      return cells(subject, job, found, written.map(hand -> found.of("by hand")));
    } finally {
      written.ifPresent(StepProgram::close);
    }
  }

  private static Object[] cells(
      Subject subject, NetworkJob job, Timings found, Optional<Times> hand) {
    Times framework = found.of("framework");
    return new Object[] {
      job.toString(),
      subject.engine().backend(),
      framework.wallMicros() / 1e3,
      hand.<Object>map(times -> times.wallMicros() / 1e3).orElse("-"),
      framework.cpuMicros() / 1e3,
      hand.<Object>map(times -> times.cpuMicros() / 1e3).orElse("-"),
      hand.<Object>map(framework::wallRatio).orElse("-"),
      hand.<Object>map(framework::cpuRatio).orElse("-")
    };
  }
}
