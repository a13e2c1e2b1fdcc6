package org.distill4j.core.train;

import org.distill4j.train.TrainingPlan;

/** Refuses two plans that cannot run in turn. */
final class MutualCheck {
  private MutualCheck() {}

  static void require(TrainingPlan first, TrainingPlan second) {
    requireAsManySteps(first, second);
    requireDifferent(first, second);
  }

  private static void requireAsManySteps(TrainingPlan first, TrainingPlan second) {
    if (first.epochs() != second.epochs() || steps(first) != steps(second)) {
      throw new IllegalArgumentException(
          "The first student has "
              + first.epochs()
              + " epochs of "
              + steps(first)
              + " steps and the second "
              + second.epochs()
              + " of "
              + steps(second)
              + ", expected as many, as they step in turn.\n"
              + "Maybe their batch sizes differ.");
    }
  }

  private static int steps(TrainingPlan plan) {
    return BatchOrder.batches(plan.training().size(), plan.batchSize());
  }

  private static void requireDifferent(TrainingPlan first, TrainingPlan second) {
    boolean same =
        first.model().equals(second.model())
            && first.seed() == second.seed()
            && first.initialWeights().equals(second.initialWeights());
    if (same) {
      throw new IllegalArgumentException(
          "Both students are the same model with seed "
              + first.seed()
              + ", expected them to begin with different weights, as equal ones have nothing to"
              + " teach each other.\nMaybe give the second another seed.");
    }
  }
}
