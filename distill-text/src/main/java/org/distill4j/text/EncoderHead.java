package org.distill4j.text;

/** The outputs of an encoder. */
enum EncoderHead {
  /** The hidden states of all positions. */
  NONE,
  /** Scores of each text as well. */
  TEXT,
  /** Scores of each position as well. */
  POSITIONS
}
