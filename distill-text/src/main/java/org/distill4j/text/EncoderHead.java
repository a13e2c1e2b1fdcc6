package org.distill4j.text;

/** What an encoder gives. */
enum EncoderHead {
  /** The hidden states of all positions. */
  NONE,
  /** Scores of each text too. */
  TEXT,
  /** Scores of each position too. */
  POSITIONS
}
