package org.distill4j.text;

import org.distill4j.core.loss.CosineLoss;
import org.distill4j.core.model.PretrainedModel;
import org.distill4j.data.Dataset;
import org.distill4j.model.Model;
import org.distill4j.optim.LazyAdam;
import org.distill4j.optim.Schedule;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.TrainingPlan;

/**
 * Plans that train a student on a teacher's embeddings of texts, with settings that suit its kind.
 * All can be changed before the plan is built. The loss is one minus the cosine, the optimizer
 * {@link LazyAdam}, whose steps take no longer for large vocabularies; its learning rate falls
 * along a cosine.
 */
public final class EmbeddingPlans {
  private static final int WARMUP = 100;

  private EmbeddingPlans() {}

  /**
   * Returns a plan for a table: 5 epochs, batches of 256, a learning rate of 0.003 at first.
   *
   * @param student the table
   * @param texts texts as {@link TextData} reads them
   * @param teacher gives "embedding"
   * @return the plan, not built yet
   */
  public static TrainingPlan.Builder ofTable(
      StaticEmbedding student, Dataset texts, Teacher teacher) {
    return plan(student.pretrained(), texts, teacher, 3e-3).batchSize(256).epochs(5);
  }

  /**
   * Returns a plan for an encoder of sentences: 3 epochs, batches of 32, a learning rate of 0.0005
   * at first.
   *
   * @param student the encoder, for example some layers of the teacher
   * @param texts texts as {@link TextData} reads them
   * @param teacher gives "embedding"
   * @return the plan, not built yet
   */
  public static TrainingPlan.Builder ofEncoder(
      HuggingFaceFolder student, Dataset texts, Teacher teacher) {
    Model model = PretrainedModel.of(student.model(), student.weights());
    return plan(model, texts, teacher, 5e-4).batchSize(32).epochs(3);
  }

  private static TrainingPlan.Builder plan(
      Model student, Dataset texts, Teacher teacher, double learningRate) {
    return TrainingPlan.of(student, texts)
        .teacher(teacher)
        .loss(CosineLoss.of(HuggingFaceFolder.EMBEDDING, HuggingFaceFolder.EMBEDDING))
        .optimizer(LazyAdam.of(Schedule.cosine(learningRate, 0).warmup(WARMUP)));
  }
}
