package org.distill4j.core.function;

/** Which positions of a sequence each position attends to. */
public enum AttentionMask {
  /** Each position attends to all positions. */
  NONE,
  /** Each position attends to itself and the positions before it. */
  CAUSAL
}
