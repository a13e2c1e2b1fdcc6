package org.distill4j.conformance.tasks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Dataset;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.optim.Adam;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.EarlyStopping;
import org.distill4j.train.EpochReport;
import org.distill4j.train.Metric;
import org.distill4j.train.TrainingPlan;

/**
 * A training of some task from a teacher, in micro-batches, that takes a second or less.
 *
 * @param name what is learned
 * @param student what learns
 * @param data the examples
 * @param teacher what teaches
 * @param loss the loss
 * @param metrics what is measured
 * @param least what each metric is at least at the end, by name
 */
public record TaskRun(
    String name,
    Model student,
    Dataset data,
    Teacher teacher,
    Loss loss,
    List<Metric> metrics,
    Map<String, Double> least) {
  /** Takes copies. */
  public TaskRun {
    metrics = List.copyOf(metrics);
    least = Map.copyOf(least);
  }

  /** {@return a tagger, a segmenter, many labels, and numbers by two distances} */
  public static List<TaskRun> all() {
    return List.of(
        TaggerRun.of(),
        PixelRun.of(),
        VectorRuns.manyLabels(),
        VectorRuns.numbers(),
        VectorRuns.numbersByHuber());
  }

  /**
   * Trains the student.
   *
   * @param session where
   * @return the metrics of the last epoch that are lower than they should be; empty if it learned
   */
  public Map<String, Double> failures(Session session) {
    TrainingPlan plan =
        TrainingPlan.of(student, data)
            .teacher(teacher)
            .loss(loss)
            .optimizer(Adam.of(0.02))
            .epochs(40)
            .batchSize(16)
            .microBatchSize(6)
            .validation(data, metrics.toArray(Metric[]::new))
            .earlyStopping(new EarlyStopping(10))
            .build();
    List<EpochReport> epochs = new SessionTrainer(session).train(plan).epochs();
    Map<String, Double> found = epochs.get(epochs.size() - 1).metrics();
    Map<String, Double> failures = new LinkedHashMap<>();
    least.forEach(
        (metric, wanted) -> {
          double value = found.getOrDefault(metric, Double.NaN);
          if (!(value >= wanted)) {
            failures.put(metric, value);
          }
        });
    return failures;
  }

  @Override
  public String toString() {
    return name;
  }
}
