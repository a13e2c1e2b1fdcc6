package org.distill4j.loss;

import org.distill4j.optim.Schedule;

/**
 * What a loss takes an output of the teachers for, so that outputs that are something else can be
 * refused.
 *
 * @param output the output's name
 * @param kind what its numbers are logits of
 * @param temperature what divides them, step by step
 */
public record LogitUse(String output, Kind kind, Schedule temperature) {
  /** What logits are of. */
  public enum Kind {
    /** Classes on the last axis, of which one holds: softmax gives their probabilities. */
    CLASSES,
    /** Labels that hold or not, each by itself: a sigmoid gives the probability of each. */
    LABELS
  }
}
