package org.distill4j.core.recipe;

import java.util.Optional;
import java.util.OptionalInt;
import org.distill4j.core.data.Augmentation;
import org.distill4j.core.data.Augmented;
import org.distill4j.core.data.AugmentedCopies;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.model.Model;
import org.distill4j.optim.Adam;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.Schedule;
import org.distill4j.optim.WeightAverage;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.TrainingPlan;

/**
 * Settings of a distillation that go well together, from which the plan of a student, a teacher and
 * examples is made. {@link Recipes} has usual ones.
 *
 * @param temperature T of the objective, above 0
 * @param alpha α of the objective, the weight of the soft term, in [0, 1]; where the examples have
 *     no labels, 1 is taken
 * @param learningRate the learning rate at its highest, above 0; along half a cosine it goes to 0
 *     (Loshchilov and Hutter 2017)
 * @param weightDecay λ of AdamW (Loshchilov and Hutter 2019); Adam is used for 0
 * @param warmup the share of the steps over which the learning rate is scaled up, in [0, 1)
 * @param averaged the share of the steps that the average of the weights is about (Polyak and
 *     Juditsky 1992), in [0, 1); 0 for no average
 * @param epochs the number of passes over the examples, at least 1
 * @param batchSize the number of examples of a step, at least 1
 * @param augmentation the change of examples; student and teacher see the same changed ones (Beyer
 *     et al. 2022, "Knowledge distillation: A good teacher is patient and consistent"). Empty for
 *     examples as they are
 * @param copies how many changed copies there are of each example: teachers are asked about each of
 *     them once, and an epoch goes over all, so there are fewer. Empty for others in each epoch
 */
public record DistillationRecipe(
    double temperature,
    double alpha,
    double learningRate,
    double weightDecay,
    double warmup,
    double averaged,
    int epochs,
    int batchSize,
    Optional<Augmentation> augmentation,
    OptionalInt copies) {
  /**
   * Checks the numbers; those of objective and optimizer are checked when a plan is made.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public DistillationRecipe {
    requireShare("warm-up", warmup);
    requireShare("average of weights", averaged);
    requireAtLeastOne("epochs", epochs);
    requireAtLeastOne("examples of a step", batchSize);
    copies.ifPresent(count -> requireAtLeastOne("copies", count));
    if (copies.isPresent() && augmentation.isEmpty()) {
      throw new IllegalArgumentException(
          "A recipe has "
              + copies.getAsInt()
              + " copies of examples as they are, expected an augmentation.\n"
              + "Maybe add withAugmentation(…), or more epochs.");
    }
  }

  private static void requireShare(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "The share of the "
              + name
              + " is "
              + value
              + ", expected a number in [0, 1).\nMaybe 0.05 was meant, a twentieth of the steps.");
    }
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "The number of " + name + " is " + value + ", expected at least 1.\nMaybe leave it out.");
    }
  }

  /**
   * This recipe with another objective.
   *
   * @param temperature T
   * @param alpha α
   * @return the changed recipe
   */
  public DistillationRecipe withObjective(double temperature, double alpha) {
    return with(temperature, alpha, learningRate, epochs, batchSize, augmentation, copies);
  }

  /**
   * This recipe with another temperature.
   *
   * @param other T
   * @return the changed recipe
   */
  public DistillationRecipe withTemperature(double other) {
    return withObjective(other, alpha);
  }

  /**
   * This recipe with another weight of the soft term.
   *
   * @param other α
   * @return the changed recipe
   */
  public DistillationRecipe withAlpha(double other) {
    return withObjective(temperature, other);
  }

  /**
   * This recipe with another number of epochs.
   *
   * @param count the number of passes over the examples
   * @return the changed recipe
   * @throws IllegalArgumentException if it is below 1
   */
  public DistillationRecipe withEpochs(int count) {
    return withEpochs(count, batchSize);
  }

  /**
   * This recipe with another batch size.
   *
   * @param examples the number of examples of a step
   * @return the changed recipe
   * @throws IllegalArgumentException if it is below 1
   */
  public DistillationRecipe withBatchSize(int examples) {
    return withEpochs(epochs, examples);
  }

  /**
   * Returns the objective for labelled examples.
   *
   * @return the loss
   * @throws IllegalArgumentException if T or α are out of range
   */
  public DistillationLoss loss() {
    return DistillationLoss.of(temperature, alpha);
  }

  /**
   * This recipe with another learning rate.
   *
   * @param rate the learning rate at its highest
   * @return the changed recipe
   */
  public DistillationRecipe withLearningRate(double rate) {
    return with(temperature, alpha, rate, epochs, batchSize, augmentation, copies);
  }

  /**
   * This recipe with another length.
   *
   * @param epochs the number of passes over the examples
   * @param batchSize the number of examples of a step
   * @return the changed recipe
   * @throws IllegalArgumentException if a number is below 1
   */
  public DistillationRecipe withEpochs(int epochs, int batchSize) {
    return with(temperature, alpha, learningRate, epochs, batchSize, augmentation, copies);
  }

  /**
   * This recipe with examples that are changed anew in each epoch. Teachers are asked at each step.
   *
   * @param change the change
   * @return the changed recipe
   */
  public DistillationRecipe withAugmentation(Augmentation change) {
    return augmented(change, OptionalInt.empty());
  }

  /**
   * This recipe with a fixed number of changed copies of each example, which teachers are asked
   * about once.
   *
   * @param change the change
   * @param count how many copies
   * @return the changed recipe
   * @throws IllegalArgumentException if there are no copies
   */
  public DistillationRecipe withCopies(Augmentation change, int count) {
    return augmented(change, OptionalInt.of(count));
  }

  private DistillationRecipe augmented(Augmentation change, OptionalInt count) {
    return with(temperature, alpha, learningRate, epochs, batchSize, Optional.of(change), count);
  }

  private DistillationRecipe with(
      double temperature,
      double alpha,
      double learningRate,
      int epochs,
      int batchSize,
      Optional<Augmentation> augmentation,
      OptionalInt copies) {
    return new DistillationRecipe(
        temperature,
        alpha,
        learningRate,
        weightDecay,
        warmup,
        averaged,
        epochs,
        batchSize,
        augmentation,
        copies);
  }

  /**
   * Makes the plan of a distillation. What it lacks, for example validation, can be added, and what
   * it has can be set anew.
   *
   * @param student what learns
   * @param teacher what teaches
   * @param examples the examples as they are; labels may be missing
   * @param seed the seed of initial weights, batch order and changes
   * @return the plan
   * @throws IllegalArgumentException if T, α, learning rate or weight decay are out of range, or
   *     the examples cannot be changed so
   */
  public TrainingPlan.Builder plan(Model student, Teacher teacher, Dataset examples, long seed) {
    Dataset seen = seen(examples, seed);
    int passes = (epochs + copies.orElse(1) - 1) / copies.orElse(1);
    long steps = (long) passes * ((seen.size() + batchSize - 1) / batchSize);
    boolean labelled = examples.labels().containsKey(Batch.LABELS);
    TrainingPlan.Builder plan =
        TrainingPlan.of(student, seen)
            .teacher(teacher)
            .loss(labelled ? loss() : withAlpha(1).loss())
            .optimizer(optimizer(steps))
            .epochs(passes)
            .batchSize(batchSize)
            .seed(seed);
    return averaged == 0
        ? plan
        : plan.average(new WeightAverage(Math.exp(-1 / Math.max(1, averaged * steps))));
  }

  private Dataset seen(Dataset examples, long seed) {
    return augmentation
        .map(
            change ->
                copies.isPresent()
                    ? AugmentedCopies.of(examples, change, copies.getAsInt(), seed)
                    : (Dataset) Augmented.of(examples, change, seed))
        .orElse(examples);
  }

  private Optimizer optimizer(long steps) {
    Schedule cosine = Schedule.cosine(learningRate, 0);
    long first = Math.round(warmup * steps);
    Schedule rate = first == 0 ? cosine : cosine.warmup(first);
    return weightDecay == 0 ? Adam.of(rate) : AdamW.of(rate, weightDecay);
  }
}
