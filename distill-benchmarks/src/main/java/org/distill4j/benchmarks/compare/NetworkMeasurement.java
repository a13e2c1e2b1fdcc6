package org.distill4j.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distill4j.backend.Session;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.FrameworkJob;
import org.distill4j.benchmarks.job.NetworkJob;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.benchmarks.measure.BenchmarkTable;
import org.distill4j.benchmarks.measure.InterleavedTimer;
import org.distill4j.benchmarks.measure.ProgramTimes;
import org.distill4j.benchmarks.measure.TimedProgram;
import org.distill4j.benchmarks.measure.Timings;

/** One step of larger networks by the framework and by hand. */
final class NetworkMeasurement implements Measurement {
  private static final InterleavedTimer TURNS = new InterleavedTimer(30, 7, 5, 3);
  private static final int BATCHES = 8;
  private static final List<NetworkJob> JOBS =
      List.of(NetworkJob.residual(), NetworkJob.transformer(64), NetworkJob.transformer(128));

  @Override
  public List<BenchmarkTable> of(MeasurementSubject subject) {
    BenchmarkTable table =
        BenchmarkTable.of(
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

  private static Object[] row(MeasurementSubject subject, Session session, NetworkJob job) {
    List<DenseJob.Taught> batches = job.batches(BATCHES);
    Optional<StepProgram> written = subject.engine().handWritten(job);
    try (StepProgram framework = FrameworkJob.of(session, job)) {
      List<TimedProgram> contenders = new ArrayList<>();
      contenders.add(MeasurementSubject.steps("framework", framework, batches));
      written.ifPresent(hand -> contenders.add(MeasurementSubject.steps("by hand", hand, batches)));
      Timings found = TURNS.run(contenders);
      return cells(subject, job, found, written.map(hand -> found.of("by hand")));
    } finally {
      written.ifPresent(StepProgram::close);
    }
  }

  private static Object[] cells(
      MeasurementSubject subject, NetworkJob job, Timings found, Optional<ProgramTimes> hand) {
    ProgramTimes framework = found.of("framework");
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
