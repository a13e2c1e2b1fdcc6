package org.distill4j.core.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.distill4j.core.weights.Fingerprints;
import org.distill4j.data.Dataset;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.ParameterGroups;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Schedule;
import org.distill4j.optim.WeightAverage;
import org.distill4j.program.Recording;
import org.distill4j.program.ScalarSource;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.Metric;
import org.distill4j.train.TrainingPlan;

/** Identifies each part of a plan, so that a checkpoint of another plan is detected. */
final class PlanIdentity {
  /**
   * The parts that affect only the steps to come, so that a training may resume with others: a
   * lower learning rate after a divergence, or another machine.
   */
  static final Set<String> CHANGEABLE = Set.of("learning rate", "clipping", ThreadChoice.PART);

  private static final int SAMPLES = 8;

  private final TrainingPlan plan;
  private final long totalSteps;

  PlanIdentity(TrainingPlan plan) {
    this.plan = plan;
    this.totalSteps =
        (long) BatchOrder.batches(plan.training().size(), plan.batchSize()) * plan.epochs();
  }

  /** Lists readable parts first, as a message names the first difference. */
  Map<String, String> of(LearnerSpec spec, Recording recording) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("seed", String.valueOf(plan.seed()));
    parts.put("number of epochs", String.valueOf(plan.epochs()));
    parts.put("batch size", String.valueOf(plan.batchSize()));
    parts.put("micro-batch size", String.valueOf(plan.microBatchSize()));
    parts.put("optimizer", optimizer(plan.optimizer()));
    parts.put("learning rate", schedule(plan.optimizer().learningRate()));
    parts.put("clipping", plan.clipping().toString());
    parts.put("parameter groups", groups(plan.groups()));
    parts.put("average of weights", plan.average().map(WeightAverage::toString).orElse("none"));
    parts.put("training data", plan.training().fingerprint());
    parts.put("validation data", plan.validation().map(Dataset::fingerprint).orElse("none"));
    parts.put("metrics", plan.metrics().stream().map(Metric::name).toList().toString());
    for (int i = 0; i < plan.teachers().size(); i++) {
      parts.put("teacher " + i, plan.teachers().get(i).fingerprint());
    }
    parts.put("early stopping", plan.earlyStopping().toString());
    parts.put("choice of weights", plan.keep().toString());
    parts.put("choice of teacher calls", plan.teacherCalls().toString());
    parts.put("batch size of teachers", plan.teacherBatchSize().toString());
    parts.put("initial weights", Fingerprints.compute(spec.weights()));
    parts.put("model and loss", Fingerprints.compute(recording));
    parts.put("schedules of the loss", schedules(recording));
    return parts;
  }

  private static String groups(ParameterGroups groups) {
    return groups.groups().isEmpty() ? "none" : groups.groups().toString();
  }

  /** Omits the schedule, which may be any function and have no stable text. */
  private static String optimizer(Optimizer optimizer) {
    return optimizer.toString().replace(optimizer.learningRate().toString(), "…");
  }

  /** Returns its values along the training; the first steps closely, as a warm-up is short. */
  private String schedule(Schedule schedule) {
    return LongStream.concat(
            LongStream.range(0, SAMPLES),
            LongStream.rangeClosed(1, SAMPLES).map(i -> totalSteps * i / SAMPLES))
        .mapToObj(step -> String.valueOf(schedule.at(new Progress(step, totalSteps))))
        .distinct()
        .toList()
        .toString();
  }

  private String schedules(Recording recording) {
    return recording.scalars().stream()
        .filter(ScalarSource.Scheduled.class::isInstance)
        .map(source -> schedule(((ScalarSource.Scheduled) source).schedule()))
        .toList()
        .toString();
  }
}
