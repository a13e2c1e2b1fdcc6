package org.distill4j.core.data;

/** The treatment of missing numbers of a table. */
public enum MissingNumbers {
  /** They are refused. */
  REFUSED,
  /** They become the mean of the training data, which is 0 after scaling. */
  MEAN,
  /** They become the mean, and a further value of the input is 1 there and 0 elsewhere. */
  INDICATED
}
