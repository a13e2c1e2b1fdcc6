package org.distill4j.model;

/** Whether a model is being trained or used. */
public enum Mode {
  /** Dropout is live, and running statistics are updated. */
  TRAINING,
  /** Dropout is off, and running statistics are read. */
  EVALUATION
}
