package org.distill4j.core.cache;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Fills rows in memory. */
final class MemoryRows {
  private MemoryRows() {}

  private static void requireRoom(long bytes) {
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > heap / 2) {
      throw new IllegalArgumentException(
          "The teacher's outputs need "
              + bytes
              + " bytes of memory, expected at most half of the "
              + heap
              + " bytes of heap.\nMaybe keep them in a file by CachedTeacher.mapped, as float16, or"
              + " give the virtual machine more memory.");
    }
  }

  static KeptRows fill(Filler filler) {
    Blocks blocks = filler.blocks();
    requireRoom((long) blocks.examples() * filler.layout().bytes());
    Windows rows = Windows.inMemory(blocks.examples(), filler.layout().bytes());
    long[] ids = new long[blocks.examples()];
    Filler.Sink sink =
        (block, blockIds, blockRows) -> {
          int first = blocks.first(block);
          rows.put(first, blockRows, blocks.size(block));
          blockIds.asLongBuffer().get(ids, first, blocks.size(block));
        };
    try {
      filler.fill(0, sink);
    } catch (IOException impossible) {
      throw new UncheckedIOException("Memory was written", impossible);
    }
    return KeptRows.of(filler.layout(), rows, ids.length, row -> ids[row]);
  }
}
