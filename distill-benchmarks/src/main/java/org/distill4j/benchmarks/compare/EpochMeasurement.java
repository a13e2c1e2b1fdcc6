package org.distill4j.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.distill4j.backend.Session;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.measure.BenchmarkTable;
import org.distill4j.benchmarks.measure.ProgramTimes;
import org.distill4j.core.data.Subset;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Dataset;
import org.distill4j.train.EpochReport;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingPlan.TeacherCalls;

/**
 * Epochs of the trainer: with cached and live teacher, the time around steps, and the data's size.
 */
final class EpochMeasurement implements Measurement {
  private static final int REPETITIONS = 5;
  private static final int EPOCHS = 5;

  @Override
  public List<BenchmarkTable> of(MeasurementSubject subject) {
    try (Session session = subject.open()) {
      return List.of(teachers(subject, session), sizes(subject, session));
    }
  }

  private static BenchmarkTable teachers(MeasurementSubject subject, Session session) {
    BenchmarkTable table =
        BenchmarkTable.of(
            "An epoch, batch 64, median of 5: milliseconds, and shares",
            "engine",
            "examples",
            "teacher cached",
            "teacher live",
            "cached / live",
            "around the steps, cached",
            "around the steps, live");
    Dataset data = subject.digits();
    List<Epoch> cached = new ArrayList<>();
    List<Epoch> live = new ArrayList<>();
    for (int i = 0; i < REPETITIONS; i++) {
      cached.add(epoch(session, data, TeacherCalls.ONCE));
      live.add(epoch(session, data, TeacherCalls.EACH_STEP));
    }
    DoubleStream.Builder ratios = DoubleStream.builder();
    for (int i = 0; i < REPETITIONS; i++) {
      ratios.add(cached.get(i).millis() / live.get(i).millis());
    }
    table.add(
        subject.engine().backend(),
        data.size(),
        ProgramTimes.median(cached.stream().mapToDouble(Epoch::millis)),
        ProgramTimes.median(live.stream().mapToDouble(Epoch::millis)),
        ProgramTimes.median(ratios.build()),
        ProgramTimes.median(cached.stream().mapToDouble(Epoch::around)),
        ProgramTimes.median(live.stream().mapToDouble(Epoch::around)));
    return table;
  }

  private static BenchmarkTable sizes(MeasurementSubject subject, Session session) {
    BenchmarkTable table =
        BenchmarkTable.of(
            "An epoch by the number of examples, teacher cached",
            "engine",
            "examples",
            "milliseconds",
            "microseconds an example");
    Dataset data = subject.digits();
    for (int size = data.size() / 8; size <= data.size(); size *= 2) {
      Dataset part = Subset.range(data, 0, size);
      DoubleStream.Builder millis = DoubleStream.builder();
      for (int i = 0; i < REPETITIONS; i++) {
        millis.add(epoch(session, part, TeacherCalls.ONCE).millis());
      }
      double median = ProgramTimes.median(millis.build());
      table.add(subject.engine().backend(), size, median, median * 1e3 / size);
    }
    return table;
  }

  /**
   * An epoch of a training.
   *
   * @param millis its time
   * @param around the share of it that was not in a step or a call of the teacher
   */
  private record Epoch(double millis, double around) {}

  /** The fastest epoch but the first, in which engines still compile. */
  private static Epoch epoch(Session session, Dataset data, TeacherCalls calls) {
    DenseJob job = DenseJob.mnist(64);
    try (TimedSession timed = new TimedSession(session)) {
      List<Double> inside = new ArrayList<>();
      List<EpochReport> reports =
          new SessionTrainer(timed)
              .train(
                  TrainingPlan.of(job.student(), data)
                      .teacher(ModelTeacher.of(timed, job.teacher(), job.teacherWeights()))
                      .loss(DenseJob.OBJECTIVE)
                      .optimizer(DenseJob.ADAM)
                      .batchSize(job.batchSize())
                      .epochs(EPOCHS)
                      .teacherCalls(calls)
                      .listener(event -> timed.hear(event, inside))
                      .build())
              .epochs();
      Epoch best = new Epoch(Double.MAX_VALUE, 1);
      for (int i = 1; i < EPOCHS; i++) {
        double millis = reports.get(i).trainingTime().toNanos() / 1e6;
        if (millis < best.millis()) {
          best = new Epoch(millis, 1 - inside.get(i) / millis);
        }
      }
      return best;
    }
  }
}
