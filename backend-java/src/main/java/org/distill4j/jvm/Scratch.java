package org.distill4j.jvm;

/**
 * The key of a piece of scratch memory.
 *
 * @param role what a step uses it for
 * @param size the number of elements
 */
record Scratch(Role role, int size) {
  /** The purpose of scratch memory; one step uses each at most once. */
  enum Role {
    /** An image's patches. */
    COLUMNS,
    /** Channels of one image on the other side of a convolution. */
    CHANNELS
  }
}
