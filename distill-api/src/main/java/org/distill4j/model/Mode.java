package org.distill4j.model;

/** Whether a recording is for training or for evaluation. */
public enum Mode {
  /** Dropout is live, and running statistics are updated. */
  TRAINING,
  /** Dropout is off, and running statistics are read. */
  EVALUATION
}
