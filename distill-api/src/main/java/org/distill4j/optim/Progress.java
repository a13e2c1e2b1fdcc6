package org.distill4j.optim;

/**
 * The progress of a training.
 *
 * @param step the number of optimizer steps taken before this one, from 0
 * @param totalSteps the number of steps planned, at least 1
 */
public record Progress(long step, long totalSteps) {
  /** {@return the completed share of the training, in [0, 1]} */
  public double fraction() {
    return Math.min(1, (double) step / Math.max(1, totalSteps));
  }
}
