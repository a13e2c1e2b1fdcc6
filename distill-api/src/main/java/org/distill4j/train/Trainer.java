package org.distill4j.train;

/** Trains models. */
public interface Trainer {
  /**
   * Carries out a plan.
   *
   * @param plan what to train, on what and how
   * @return the trained weights and what happened on the way
   * @throws IllegalArgumentException if parts of the plan do not fit together, and nothing native
   *     has run then; or if an example or a teacher's output is not a finite number, or a label or
   *     id is out of range
   * @throws DivergedException if the loss or a weight is no longer a finite number
   */
  TrainingReport train(TrainingPlan plan);
}
