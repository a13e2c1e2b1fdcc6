package org.distill4j.loss;

import org.distill4j.optim.Schedule;

/**
 * How a loss interprets an output of the teachers, so that other outputs can be refused.
 *
 * @param output the output's name
 * @param kind what its numbers are logits of
 * @param temperature what divides them, step by step
 */
public record LogitUse(String output, Kind kind, Schedule temperature) {
  /** What logits describe. */
  public enum Kind {
    /** Mutually exclusive classes on the last axis: softmax gives their probabilities. */
    CLASSES,
    /** Independent labels: a sigmoid gives the probability of each. */
    LABELS
  }
}
