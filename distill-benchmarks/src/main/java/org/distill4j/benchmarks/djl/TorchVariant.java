package org.distill4j.benchmarks.djl;

/** The difference from the best program. */
enum TorchVariant {
  /** Nothing. */
  BEST,
  /** Adam is made of an operation for each of its terms, and is not the engine's own. */
  ADAM_IN_OPERATIONS,
  /** Moments that have faded decay on into subnormal numbers. */
  MOMENTS_NOT_FLUSHED,
  /** Matrix products are in bfloat16. */
  BFLOAT16
}
