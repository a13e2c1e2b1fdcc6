package org.distill4j.core.recipe;

import java.util.Optional;
import java.util.OptionalInt;
import org.distill4j.core.model.PretrainedModel;
import org.distill4j.data.Dataset;
import org.distill4j.model.Model;

/**
 * Usual recipes. T, α and learning rate depend on the task all the same: {@link
 * org.distill4j.core.tune.Tuner} chooses them on held-out examples.
 */
public final class Recipes {
  private static final int STEPS = 50_000;
  private static final int FEWEST = 10;
  private static final int MOST = 200;

  private Recipes() {}

  /**
   * The recipe for a student: {@link #fineTuning} for one with weights of its own, a {@link
   * PretrainedModel}, else {@link #patient} with as many epochs as make about 50,000 steps, at
   * least 10 and at most 200.
   *
   * @param student what learns
   * @param examples the examples to learn from
   * @return the recipe
   */
  public static DistillationRecipe suited(Model student, Dataset examples) {
    if (student instanceof PretrainedModel) {
      return fineTuning();
    }
    DistillationRecipe patient = patient();
    long epochs = Math.round((double) STEPS * patient.batchSize() / examples.size());
    return patient.withEpochs((int) Math.min(MOST, Math.max(FEWEST, epochs)), patient.batchSize());
  }

  /**
   * A long training along a cosine (Beyer et al. 2022, "Knowledge distillation: A good teacher is
   * patient and consistent"): T = 1, α = 0.9, learning rate 2e-3 after a warm-up of a twentieth,
   * the average of the last twentieth, 60 epochs of batches of 64. Best with an augmentation, which
   * student and teacher see alike.
   *
   * @return the recipe
   */
  public static DistillationRecipe patient() {
    return of(1, 0.9, 2e-3, 0, 0.05, 0.05, 60, 64);
  }

  /**
   * A short training, where T = 4 and equal weights (Hinton, Vinyals and Dean 2015) gain more than
   * T = 1 does: learning rate 2e-3, 5 epochs of batches of 64.
   *
   * @return the recipe
   */
  public static DistillationRecipe brief() {
    return of(4, 0.5, 2e-3, 0, 0.05, 0, 5, 64);
  }

  /**
   * A training of a student that has weights already, such as layers of its teacher (Sanh et al.
   * 2019, "DistilBERT"): T = 2, α = 0.7, learning rate 5e-5 after a warm-up of a tenth, weight
   * decay 0.01, 3 epochs of batches of 32.
   *
   * @return the recipe
   */
  public static DistillationRecipe fineTuning() {
    return of(2, 0.7, 5e-5, 0.01, 0.1, 0, 3, 32);
  }

  private static DistillationRecipe of(
      double temperature,
      double alpha,
      double learningRate,
      double weightDecay,
      double warmup,
      double averaged,
      int epochs,
      int batchSize) {
    return new DistillationRecipe(
        temperature,
        alpha,
        learningRate,
        weightDecay,
        warmup,
        averaged,
        epochs,
        batchSize,
        Optional.empty(),
        OptionalInt.empty());
  }
}
