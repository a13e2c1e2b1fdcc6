package org.distill4j.examples.mnist;

import org.distill4j.core.loss.DistillationLoss;

/**
 * The settings of the MNIST run.
 *
 * @param teacherEpochs how often the teacher sees the training digits, at least 1
 * @param epochs how often each student sees them, at least 1
 * @param batchSize the number of digits of an optimizer step, at least 1
 * @param temperature T of the distillation loss, above 0
 * @param alpha α of the distillation loss, the weight of the soft term, in [0, 1]
 * @param learningRate Adam's learning rate, above 0
 * @param seed the seed of initial weights and batch order
 */
public record MnistSettings(
    int teacherEpochs,
    int epochs,
    int batchSize,
    double temperature,
    double alpha,
    double learningRate,
    long seed) {
  /**
   * Checks the numbers, so that no training is lost.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public MnistSettings {
    requireAtLeastOne("number of teacher epochs", teacherEpochs);
    requireAtLeastOne("number of epochs", epochs);
    requireAtLeastOne("batch size", batchSize);
    DistillationLoss.of(temperature, alpha);
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "The learning rate is "
              + learningRate
              + ", expected a number above 0.\nMaybe leave it out for 0.001.");
    }
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "The " + name + " is " + value + ", expected at least 1.\nMaybe leave it out.");
    }
  }

  /** {@return the loss of a student that is distilled} */
  public DistillationLoss objective() {
    return DistillationLoss.of(temperature, alpha);
  }
}
