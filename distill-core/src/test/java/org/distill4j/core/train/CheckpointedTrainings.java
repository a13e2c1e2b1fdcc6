package org.distill4j.core.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.checkpoint.Checkpoints;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Dropout;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.Models;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.Shape;
import org.distill4j.train.EarlyStopping;
import org.distill4j.train.EpochReport;
import org.distill4j.train.LossValues;
import org.distill4j.train.StopSignal;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;
import org.distill4j.tutorial.ArrayBackend;

/** Trainings in which all is there that a checkpoint must bring back. */
final class CheckpointedTrainings {
  private CheckpointedTrainings() {}

  /**
   * Dropout, running statistics, schedules, a teacher, early stopping, and three steps an epoch.
   */
  static TrainingPlan.Builder plan(int epochs) {
    Model model =
        Models.of(
            Shape.of(SmallTrainings.INPUTS),
            Sequential.of(
                Dense.of(SmallTrainings.INPUTS, 6),
                BatchNorm.of(6),
                Activation.RELU,
                Dropout.of(0.2),
                Dense.of(6, SmallTrainings.CLASSES)));
    return TrainingPlan.of(model, SmallTrainings.examples(20, 1))
        .loss(DistillationLoss.of(2, 0.7))
        .optimizer(Adam.of(Schedule.cosine(0.05, 0.001).warmup(2)))
        .teacher(SmallTrainings.teacher())
        .validation(SmallTrainings.examples(9, 2), Metrics.crossEntropy(), Metrics.klToTeacher())
        .earlyStopping(new EarlyStopping(3))
        .keep(TrainingPlan.Keep.BEST)
        .epochs(epochs)
        .batchSize(8)
        .seed(5);
  }

  /** Trains without checkpoints. */
  static TrainingReport train(TrainingPlan plan) {
    try (Session session = session()) {
      return new SessionTrainer(session).train(plan);
    }
  }

  /** As an engine has it: what a checkpoint keeps is float32, and so is what is computed. */
  private static Session session() {
    return new ArrayBackend().open(SessionOptions.defaults());
  }

  static TrainingReport train(Checkpoints checkpoints, TrainingPlan plan) {
    try (Session session = session()) {
      return new SessionTrainer(session).withCheckpoints(checkpoints).train(plan);
    }
  }

  /** Trains anew in a folder and stops after a step. */
  static List<TrainingEvent> stopAfter(long step, Path folder, TrainingPlan.Builder plan) {
    StopSignal stop = new StopSignal();
    List<TrainingEvent> events = new ArrayList<>();
    train(
        Checkpoints.in(folder),
        plan.stop(stop)
            .listener(events::add)
            .listener(
                event -> {
                  if (event instanceof TrainingEvent.StepCompleted done && done.step() == step) {
                    stop.request();
                  }
                })
            .build());
    return events;
  }

  /** An epoch without the time that it took. */
  record Result(int epoch, LossValues loss, Map<String, Double> metrics) {}

  /** A report without times, to be compared to the last bit. */
  record Outcome(Weights weights, int weightsEpoch, List<Result> epochs) {
    static Outcome of(TrainingReport report) {
      return new Outcome(
          report.weights(),
          report.weightsEpoch(),
          report.epochs().stream().map(Outcome::result).toList());
    }

    private static Result result(EpochReport report) {
      return new Result(report.epoch(), report.loss(), report.metrics());
    }
  }
}
