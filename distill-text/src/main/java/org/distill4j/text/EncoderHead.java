package org.distill4j.text;

/** What a network gives. */
enum EncoderHead {
  /** The hidden states of all positions. */
  NONE,
  /** Scores of each text or image too. */
  EXAMPLE,
  /** Scores of each position too. */
  POSITIONS
}
