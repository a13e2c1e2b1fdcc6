package org.distill4j.jvm;

/**
 * What tells one piece of scratch memory from another.
 *
 * @param role what a step uses it for
 * @param size the number of elements
 */
record Scratch(Role role, int size) {
  /** What a step uses scratch memory for; one step uses each at most once. */
  enum Role {
    /** An image's patches. */
    COLUMNS,
    /** Channels of one image on the other side of a convolution. */
    CHANNELS
  }
}
