package org.distill4j.core.data;

/** What a missing number of a table means to a model. */
public enum MissingNumbers {
  /** It is refused. */
  REFUSED,
  /** It is the mean of the training data, which is 0 once it is scaled. */
  MEAN,
  /**
   * It is the mean, and a further value of the input is 1; that value is 0 where the number is
   * there.
   */
  INDICATED
}
