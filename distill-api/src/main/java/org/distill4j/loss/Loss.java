package org.distill4j.loss;

import java.util.Optional;

/**
 * What a student is trained to make small, as a pure function. It is recorded together with the
 * student's {@code forward}, once for each batch size.
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
   * Returns the labels without which there is nothing to learn. A training whose examples have none
   * of them is refused.
   *
   * @return the labels' name; empty if it learns from something else too
   */
  default Optional<String> requiredLabels() {
    return Optional.empty();
  }
}
