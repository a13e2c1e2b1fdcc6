package org.distill4j.student;

/** The meaning of a student's outputs. */
public enum Answer {
  /** Numbers without further meaning. */
  NUMBERS,
  /** A logit for each class; the softmax gives probabilities. */
  ONE_OF_MANY,
  /** One logit; the sigmoid gives the probability of the second of two classes. */
  ONE_OF_TWO,
  /** A logit for each label, of which any number may hold; the sigmoid gives probabilities. */
  MANY_LABELS
}
