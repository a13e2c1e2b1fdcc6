package org.distill4j.core.function;

/** Which positions of a sequence each position attends to. */
public enum AttentionMask {
  /** All positions. */
  NONE,
  /** Itself and the positions before it. */
  CAUSAL
}
