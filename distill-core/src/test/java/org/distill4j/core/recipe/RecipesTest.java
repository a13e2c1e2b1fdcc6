package org.distill4j.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.Augmentation;
import org.distill4j.core.data.GaussianNoise;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.data.Unlabelled;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.model.Models;
import org.distill4j.core.model.PretrainedModel;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Dataset;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Schedule;
import org.distill4j.optim.WeightAverage;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingPlan;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A recipe")
class RecipesTest {
  private static final Model STUDENT = Models.mlp(2, 3, 2);
  private final List<HostTensor> asked = new ArrayList<>();
  private final Teacher teacher =
      FunctionTeacher.of(
          Map.of("logits", TensorSpec.floats(2)),
          "itself",
          batch -> {
            asked.add(HostTensor.ofFloats(batch.input().shape(), batch.input().toFloatArray()));
            return Predictions.logits(batch.input());
          });

  private static Dataset examples(int count) {
    float[] values = new float[2 * count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      values[2 * i + i % 2] = 1 + i;
      labels[i] = i % 2;
    }
    return InMemoryDataset.of(
        HostTensor.ofFloats(Shape.of(count, 2), values),
        HostTensor.ofInts(Shape.of(count), labels));
  }

  private static double rate(TrainingPlan plan, long step, long steps) {
    return plan.optimizer().learningRate().at(new Progress(step, steps));
  }

  @Test
  @DisplayName("makes a plan of warm-up, cosine, average and objective, by hand")
  void plan() {
    TrainingPlan plan =
        Recipes.patient().withEpochs(20, 10).plan(STUDENT, teacher, examples(100), 3).build();
    assertThat(plan.epochs()).isEqualTo(20);
    assertThat(plan.seed()).isEqualTo(3);
    assertThat(plan.loss()).isEqualTo(DistillationLoss.of(1, 0.9));
    assertThat(plan.optimizer()).isEqualTo(Adam.of(Schedule.cosine(2e-3, 0).warmup(10)));
    assertThat(rate(plan, 0, 200)).as("a tenth at first").isEqualTo(2e-4);
    assertThat(rate(plan, 100, 200)).as("half at half").isEqualTo(1e-3);
    assertThat(plan.average()).contains(new WeightAverage(Math.exp(-0.1)));
  }

  @Test
  @DisplayName("weighs the soft term alone where there are no labels")
  void unlabelled() {
    Dataset plain = InMemoryDataset.of(HostTensor.ofFloats(Shape.of(1, 2), 1, 2), Map.of());
    assertThat(Recipes.brief().plan(STUDENT, teacher, plain, 0).build().loss())
        .isEqualTo(DistillationLoss.of(4, 1));
    assertThat(Recipes.brief().plan(STUDENT, teacher, Unlabelled.of(examples(4)), 0).build().loss())
        .as("labels of −1, which the objective leaves out itself")
        .isEqualTo(DistillationLoss.of(4, 0.5));
  }

  @Test
  @DisplayName("suits a student: long for few examples, gentle for one with weights")
  void suited() {
    assertThat(Recipes.suited(STUDENT, examples(100)).epochs()).isEqualTo(200);
    assertThat(Recipes.suited(STUDENT, examples(32_000)).epochs()).isEqualTo(100);
    Model begun = PretrainedModel.of(STUDENT, Weights.of(Map.of()));
    DistillationRecipe gentle = Recipes.suited(begun, examples(100));
    assertThat(gentle).isEqualTo(Recipes.fineTuning());
    assertThat(gentle.plan(begun, teacher, examples(64), 0).build().optimizer())
        .isEqualTo(AdamW.of(Schedule.cosine(5e-5, 0).warmup(1), 0.01));
  }

  @Test
  @DisplayName("shows the teacher the changed examples that the student sees, others each epoch")
  void consistent() {
    Augmentation noise = new GaussianNoise(0.5);
    List<Double> losses = new ArrayList<>();
    DistillationRecipe recipe = Recipes.brief().withEpochs(2, 4).withAugmentation(noise);
    train(
        recipe
            .plan(STUDENT, teacher, examples(4), 0)
            .listener(
                event -> {
                  if (event instanceof TrainingEvent.StepCompleted step) {
                    losses.add(step.loss().total());
                  }
                }));
    assertThat(asked).hasSize(2).doesNotHaveDuplicates();
    assertThat(losses).hasSize(2);
  }

  @Test
  @DisplayName("asks the teacher once about each of a fixed number of copies")
  void copies() {
    DistillationRecipe recipe =
        Recipes.brief().withEpochs(7, 4).withCopies(new GaussianNoise(0.5), 3);
    TrainingPlan.Builder plan = recipe.plan(STUDENT, teacher, examples(4), 0);
    assertThat(plan.build().training().size()).isEqualTo(12);
    assertThat(plan.build().epochs()).as("7 / 3, rounded up").isEqualTo(3);
    train(plan);
    assertThat(asked.stream().mapToInt(batch -> batch.shape().dim(0)).sum()).isEqualTo(12);
  }

  private static void train(TrainingPlan.Builder plan) {
    try (Session session = new ArrayBackend().open(SessionOptions.defaults())) {
      new SessionTrainer(session).train(plan.build());
    }
  }

  @Test
  @DisplayName("refuses copies of examples as they are, and shares out of range")
  void refuses() {
    DistillationRecipe plain = Recipes.patient();
    assertThatThrownBy(() -> plain.withEpochs(0, 8))
        .hasMessage("The number of epochs is 0, expected at least 1.\nMaybe leave it out.");
    assertThatThrownBy(() -> plain.withCopies(new GaussianNoise(1), 0))
        .hasMessageContaining("The number of copies is 0");
    assertThatThrownBy(() -> plain.withObjective(0, 0.5).plan(STUDENT, teacher, examples(2), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
