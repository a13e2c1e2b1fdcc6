package org.distill4j.djl;

import org.distill4j.backend.Device;

/**
 * Where something is kept and computed.
 *
 * @param arena its memory
 * @param transfer the way to it
 * @param device the device
 */
record Place(Arena arena, Transfer transfer, Device device) {
  /** A place in memory that can be freed by itself. */
  Place inner() {
    return new Place(arena.inner(), transfer, device);
  }
}
