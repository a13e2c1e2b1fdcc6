package org.distill4j.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.distill4j.backend.Session;
import org.distill4j.benchmarks.job.Job;
import org.distill4j.benchmarks.measure.Table;
import org.distill4j.benchmarks.measure.Times;
import org.distill4j.core.data.Subset;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Dataset;
import org.distill4j.train.EpochReport;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingPlan.TeacherCalls;

/**
 * Epochs of the trainer: with kept and live teacher, what lies around steps, and the data's size.
 */
final class Epochs implements Measurement {
  private static final int REPETITIONS = 5;
  private static final int EPOCHS = 5;

  @Override
  public List<Table> of(Subject subject) {
    try (Session session = subject.open()) {
      return List.of(teachers(subject, session), sizes(subject, session));
    }
  }

  private static Table teachers(Subject subject, Session session) {
    Table table =
        Table.of(
            "An epoch, batch 64, median of 5: milliseconds, and shares",
            "engine",
            "examples",
            "teacher kept",
            "teacher live",
            "kept / live",
            "around the steps, kept",
            "around the steps, live");
    Dataset data = subject.digits();
    List<Epoch> kept = new ArrayList<>();
    List<Epoch> live = new ArrayList<>();
    for (int i = 0; i < REPETITIONS; i++) {
      kept.add(epoch(session, data, TeacherCalls.ONCE));
      live.add(epoch(session, data, TeacherCalls.EACH_STEP));
    }
    DoubleStream.Builder ratios = DoubleStream.builder();
    for (int i = 0; i < REPETITIONS; i++) {
      ratios.add(kept.get(i).millis() / live.get(i).millis());
    }
    table.add(
        subject.engine().backend(),
        data.size(),
        Times.median(kept.stream().mapToDouble(Epoch::millis)),
        Times.median(live.stream().mapToDouble(Epoch::millis)),
        Times.median(ratios.build()),
        Times.median(kept.stream().mapToDouble(Epoch::around)),
        Times.median(live.stream().mapToDouble(Epoch::around)));
    return table;
  }

  private static Table sizes(Subject subject, Session session) {
    Table table =
        Table.of(
            "An epoch by the number of examples, teacher kept",
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
      double median = Times.median(millis.build());
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
    Job job = Job.mnist(64);
    try (TimedSession timed = new TimedSession(session)) {
      List<Double> inside = new ArrayList<>();
      List<EpochReport> reports =
          new SessionTrainer(timed)
              .train(
                  TrainingPlan.of(job.student(), data)
                      .teacher(ModelTeacher.of(timed, job.teacher(), job.teacherWeights()))
                      .loss(Job.OBJECTIVE)
                      .optimizer(Job.ADAM)
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
