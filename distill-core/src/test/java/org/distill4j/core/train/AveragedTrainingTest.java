package org.distill4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.checkpoint.Checkpoints;
import org.distill4j.core.metric.Evaluation;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.optim.ParameterGroup;
import org.distill4j.optim.ParameterGroups;
import org.distill4j.optim.WeightAverage;
import org.distill4j.train.StopSignal;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A training that averages its weights")
class AveragedTrainingTest {
  private static final int EPOCHS = 3;
  private static final ParameterGroups FROZEN = ParameterGroups.of(ParameterGroup.frozen("dense1"));

  private static TrainingPlan.Builder plan() {
    return CheckpointedTrainings.plan(EPOCHS).keep(TrainingPlan.Keep.LAST);
  }

  private static TrainingPlan.Builder averaged() {
    return plan().average(new WeightAverage(0.8));
  }

  private static Session session() {
    return new ArrayBackend().open(SessionOptions.defaults());
  }

  private static TrainingReport train(TrainingPlan plan) {
    try (Session session = session()) {
      return new SessionTrainer(session).train(plan);
    }
  }

  @Test
  @DisplayName("reports the averages and measures them, while the steps are those without")
  void reports() {
    TrainingPlan plan = averaged().build();
    TrainingReport report = train(plan);
    TrainingReport without = train(plan().build());
    assertThat(losses(report)).as("losses of the steps").isEqualTo(losses(without));
    assertThat(report.weights()).as("weights").isNotEqualTo(without.weights());
    assertThat(report.epochs().get(EPOCHS - 1).metrics())
        .as("measured after the last epoch")
        .isEqualTo(measured(plan, report.weights()));
  }

  private static Map<String, Double> measured(TrainingPlan plan, Weights weights) {
    try (Session session = session();
        Predictor predictor = ModelPredictor.open(session, plan.model(), weights)) {
      return Evaluation.evaluate(
          predictor, plan.validation().orElseThrow(), plan.teachers(), plan.metrics());
    }
  }

  private static List<Double> losses(TrainingReport report) {
    return report.epochs().stream().map(epoch -> epoch.loss().total()).toList();
  }

  @Test
  @DisplayName("resumes after any step to the same bits")
  void resumes(@TempDir Path folders) {
    Weights whole = train(averaged().build()).weights();
    for (int step = 1; step < 3 * EPOCHS; step += 3) {
      Path folder = folders.resolve("stopped-" + step);
      stopAfter(step, folder);
      try (Session session = session()) {
        TrainingReport report =
            new SessionTrainer(session)
                .withCheckpoints(Checkpoints.resume(folder))
                .train(averaged().build());
        assertThat(report.weights()).as("stopped after step %s", step).isEqualTo(whole);
      }
    }
  }

  private static void stopAfter(long step, Path folder) {
    StopSignal stop = new StopSignal();
    TrainingPlan plan =
        averaged()
            .stop(stop)
            .listener(
                event -> {
                  if (event instanceof TrainingEvent.StepCompleted done && done.step() == step) {
                    stop.request();
                  }
                })
            .build();
    try (Session session = session()) {
      new SessionTrainer(session).withCheckpoints(Checkpoints.in(folder)).train(plan);
    }
  }

  @Test
  @DisplayName("gives its report again once it has ended")
  void again(@TempDir Path folder) {
    try (Session session = session()) {
      SessionTrainer trainer = new SessionTrainer(session);
      Weights first =
          trainer.withCheckpoints(Checkpoints.in(folder)).train(averaged().build()).weights();
      Weights again =
          trainer.withCheckpoints(Checkpoints.resume(folder)).train(averaged().build()).weights();
      assertThat(again).as("report of the ended training").isEqualTo(first);
    }
  }

  @Test
  @DisplayName("is told from one that averages otherwise, or trains other parameters")
  void identity(@TempDir Path folder) {
    stopAfter(2, folder);
    refuses(folder, plan().average(new WeightAverage(0.9)).build(), "average of weights is");
    refuses(folder, averaged().groups(FROZEN).build(), "parameter groups is none, expected [");
  }

  private static void refuses(Path folder, TrainingPlan plan, String part) {
    try (Session session = session()) {
      SessionTrainer trainer =
          new SessionTrainer(session).withCheckpoints(Checkpoints.resume(folder));
      assertThatThrownBy(() -> trainer.train(plan))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("its " + part);
    }
  }

  @Test
  @DisplayName("with frozen layers leaves them bit for bit as they were")
  void frozen() {
    TrainingPlan plan = averaged().groups(FROZEN).build();
    Weights start = new Preparation(plan).spec().weights();
    Weights end = train(plan).weights();
    assertThat(end.get("dense1.weight")).as("frozen").isEqualTo(start.get("dense1.weight"));
    assertThat(end.get("dense2.weight")).as("trained").isNotEqualTo(start.get("dense2.weight"));
  }
}
