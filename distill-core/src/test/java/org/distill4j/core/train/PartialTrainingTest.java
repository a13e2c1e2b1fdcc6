package org.distill4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.model.Weights;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.TrainingPlan;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Steps of a training from any state")
class PartialTrainingTest {
  private final TrainingPlan plan =
      SmallTrainings.plan(SmallTrainings.examples(20, 1))
          .teacher(SmallTrainings.teacher())
          .epochs(3)
          .build();

  @Test
  @DisplayName("are, put together, the whole training bit for bit")
  void together() {
    Weights whole = SmallTrainings.train(plan).weights();
    LearnerSpec spec = TrainingStart.of(plan).spec();
    try (Session session = new ArrayBackend().open(SessionOptions.defaults());
        PartialTraining one = PartialTraining.open(session, plan);
        PartialTraining other = PartialTraining.open(session, plan)) {
      PartialTraining.Result first =
          one.run(0, 2, 9, spec.weights(), spec.initialOptimizerState(spec.declared()));
      PartialTraining.Result second = other.run(2, 7, 9, first.weights(), first.optimizer());
      PartialTraining.Result third = one.run(7, 9, 9, second.weights(), second.optimizer());
      assertThat(third.weights()).isEqualTo(whole);
      assertThat(second.examples()).isEqualTo(4 + 8 + 8 + 4 + 8);
      assertThat(third.optimizer().step()).isEqualTo(9);
    }
  }

  @Test
  @DisplayName("begin with the trainer's own weights, without the loss's among the model's")
  void start() {
    TrainingStart start = TrainingStart.of(plan);
    assertThat(start.modelWeights()).hasSize(4);
    assertThat(start.identity()).containsEntry("seed", "0").containsKey("model and loss");
  }
}
