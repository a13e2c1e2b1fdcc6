package org.distill4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.Models;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.data.Dataset;
import org.distill4j.model.Mode;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.EarlyStopping;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingListener;
import org.distill4j.train.TrainingPlan;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Two students that teach each other")
@Timeout(60)
class MutualTrainerTest {
  private static final Dataset DATA = SmallTrainings.examples(8, 1);

  private final Session session = new ArrayBackend().open(SessionOptions.defaults());
  private final MutualTrainer trainer = new MutualTrainer(session);

  @AfterEach
  void close() {
    session.close();
  }

  private static TrainingPlan.Builder plan(long seed) {
    return TrainingPlan.of(SmallTrainings.STUDENT, DATA)
        .loss(DistillationLoss.of(1, 0.5))
        .optimizer(Adam.of(0.05))
        .batchSize(8)
        .seed(seed);
  }

  private static Weights first(long seed) {
    return Recorder.forward(SmallTrainings.STUDENT, Mode.TRAINING, 1).initialWeights(seed);
  }

  private double[][] probabilities(Weights weights) {
    try (Predictor predictor = ModelPredictor.open(session, SmallTrainings.STUDENT, weights)) {
      HostTensor logits = predictor.predict(DATA.batch(0, 1, 2, 3, 4, 5, 6, 7).input()).logits();
      double[][] rows = new double[8][3];
      for (int row = 0; row < 8; row++) {
        double sum = 0;
        for (int i = 0; i < 3; i++) {
          rows[row][i] = Math.exp(logits.floats().get(row * 3 + i));
          sum += rows[row][i];
        }
        for (int i = 0; i < 3; i++) {
          rows[row][i] /= sum;
        }
      }
      return rows;
    }
  }

  private double divergence(Weights teacher, Weights student) {
    double[][] wanted = probabilities(teacher);
    double[][] given = probabilities(student);
    double sum = 0;
    for (int row = 0; row < wanted.length; row++) {
      for (int i = 0; i < wanted[row].length; i++) {
        sum += wanted[row][i] * Math.log(wanted[row][i] / given[row][i]);
      }
    }
    return sum / wanted.length;
  }

  @Test
  @DisplayName("step in turn: the second is taught by the first as it is after its step")
  void inTurn() {
    MutualReport report = trainer.train(plan(1), plan(2));

    assertThat(report.first().epochs().get(0).loss().get(DistillationLoss.SOFT))
        .isCloseTo(divergence(first(2), first(1)), within(1e-6));
    assertThat(report.second().epochs().get(0).loss().get(DistillationLoss.SOFT))
        .isCloseTo(divergence(report.first().weights(), first(2)), within(1e-6))
        .isNotCloseTo(divergence(first(1), first(2)), within(1e-4));
  }

  @Test
  @DisplayName("take the steps one after the other, the first one first")
  void order() {
    List<String> steps = new ArrayList<>();
    trainer.train(
        plan(1).batchSize(4).epochs(2).listener(event -> note(steps, "first", event)),
        plan(2).batchSize(4).epochs(2).listener(event -> note(steps, "second", event)));

    assertThat(steps)
        .containsExactly(
            "first", "second", "first", "second", "first", "second", "first", "second");
  }

  private static void note(List<String> steps, String who, TrainingEvent event) {
    if (event instanceof TrainingEvent.StepCompleted) {
      steps.add(who);
    }
  }

  @Test
  @DisplayName("come to the same weights again, and closer to each other than alone")
  void repeatable() {
    MutualReport once = trainer.train(plan(1).epochs(30), plan(2).epochs(30));
    MutualReport again = trainer.train(plan(1).epochs(30), plan(2).epochs(30));

    assertThat(again.first().weights()).isEqualTo(once.first().weights());
    assertThat(again.second().weights()).isEqualTo(once.second().weights());
    assertThat(divergence(once.first().weights(), once.second().weights()))
        .isLessThan(divergence(alone(1), alone(2)) / 2);
  }

  private Weights alone(long seed) {
    TrainingPlan onLabels = plan(seed).epochs(30).loss(CrossEntropyLoss.ofLabels()).build();
    return new SessionTrainer(session).train(onLabels).weights();
  }

  @Test
  @DisplayName("can be measured against each other, and one can end before the other")
  void measured() {
    MutualReport report =
        trainer.train(
            plan(1)
                .epochs(4)
                .validation(DATA, Metrics.errors(), Metrics.agreement())
                .earlyStopping(new EarlyStopping(1))
                .optimizer(Adam.of(1e-9)),
            plan(2).epochs(4).validation(DATA, Metrics.agreement()));

    assertThat(report.first().epochs()).hasSize(2);
    assertThat(report.second().epochs()).hasSize(4);
    assertThat(report.second().epochs().get(3).metrics()).containsKey("agreement");
  }

  @Test
  @DisplayName("fail together, with the reason of the one that failed")
  void failure() {
    assertThatIllegalStateException()
        .isThrownBy(() -> trainer.train(plan(1).epochs(3), plan(2).epochs(3).listener(failing())))
        .withMessage("enough");
    assertThatIllegalStateException()
        .isThrownBy(() -> trainer.train(plan(1).epochs(3).listener(failing()), plan(2).epochs(3)))
        .withMessage("enough");
  }

  @Test
  @DisplayName("fail together though one waits for its turn at that moment")
  void failureOfTheOther() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                trainer.train(
                    plan(1).epochs(3),
                    plan(2).epochs(3).listener(failingIn(TrainingEvent.StepCompleted.class))))
        .withMessage("enough");
  }

  private static TrainingListener failingIn(Class<? extends TrainingEvent> kind) {
    return event -> {
      if (kind.isInstance(event)) {
        throw new IllegalStateException("enough");
      }
    };
  }

  private static TrainingListener failing() {
    return event -> {
      if (event instanceof TrainingEvent.EpochStarted started && started.epoch() == 2) {
        throw new IllegalStateException("enough");
      }
    };
  }

  @Test
  @DisplayName("do not keep a program from ending that has lost them")
  void daemon() {
    List<Boolean> daemons = new ArrayList<>();
    trainer.train(plan(1), plan(2).listener(e -> daemons.add(Thread.currentThread().isDaemon())));
    assertThat(daemons).isNotEmpty().doesNotContain(false);
  }

  @Test
  @DisplayName("must take the same inputs")
  void inputs() {
    Dataset wide =
        InMemoryDataset.of(
            HostTensor.allocate(DType.FLOAT32, Shape.of(8, 5)),
            HostTensor.allocate(DType.INT32, Shape.of(8)));
    TrainingPlan.Builder other =
        TrainingPlan.of(Models.mlp(5, SmallTrainings.CLASSES), wide)
            .loss(DistillationLoss.of(1, 0.5))
            .optimizer(Adam.of(0.05))
            .batchSize(8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.train(plan(1), other))
        .withMessageContainingAll("FLOAT32(4)", "teacher 0 takes FLOAT32(5)");
  }

  @Test
  @DisplayName("must take as many steps, and must not be the same")
  void refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.train(plan(1), plan(2).batchSize(4)))
        .withMessage(
            "The first student has 1 epochs of 1 steps and the second 1 of 2, expected as many, as"
                + " they step in turn.\nMaybe their batch sizes differ.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.train(plan(1), plan(1)))
        .withMessage(
            "Both students are the same model with seed 1, expected them to begin with different"
                + " weights, as equal ones have nothing to teach each other.\n"
                + "Maybe give the second another seed.");
  }
}
