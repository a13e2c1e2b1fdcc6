package org.distill4j.loss;

import java.util.Optional;

/**
 * A training objective: a pure function that the training minimizes. It is recorded together with
 * the student's {@code forward}, once for each batch size.
 */
@FunctionalInterface
public interface Loss {
  /**
   * Records the loss of a batch.
   *
   * @param signals the outputs of student and teachers, and the labels
   * @return the total, which is differentiated, and the terms to report
   */
  LossTerms compute(Signals signals);

  /**
   * Returns the labels that are necessary to learn anything. A training whose examples have none of
   * them is refused.
   *
   * @return the labels' name; empty if it learns from something else too
   */
  default Optional<String> requiredLabels() {
    return Optional.empty();
  }
}
