package org.distill4j.core.cache;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Fills rows in memory. */
final class MemoryRows {
  private static final String WAY_OUT =
      "\n"
          + "Maybe keep them in a file (CachedTeacher.mapped, or teacher.cache of a run), as"
          + " float16, or give the virtual machine more memory by -Xmx.";

  private MemoryRows() {}

  private static void requireRoom(long bytes) {
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > heap / 2) {
      throw new IllegalArgumentException(
          needs(bytes) + "expected at most half of the " + heap + " bytes of heap." + WAY_OUT);
    }
  }

  private static String needs(long bytes) {
    return "The teacher's outputs need " + bytes + " bytes of memory, ";
  }

  private static LargeBuffer allocate(int examples, int rowBytes) {
    try {
      return LargeBuffer.inMemory(examples, rowBytes);
    } catch (OutOfMemoryError full) {
      throw new IllegalStateException(
          needs((long) examples * rowBytes)
              + "expected room for them beside what is on the heap of "
              + Runtime.getRuntime().maxMemory()
              + " bytes."
              + WAY_OUT,
          full);
    }
  }

  static IndexedRows fill(CacheFiller filler) {
    ExampleBlocks blocks = filler.blocks();
    requireRoom((long) blocks.examples() * filler.layout().bytes());
    LargeBuffer rows = allocate(blocks.examples(), filler.layout().bytes());
    long[] ids = new long[blocks.examples()];
    CacheFiller.Sink sink =
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
    return IndexedRows.of(
        "the cache of the teacher's outputs", filler.layout(), rows, ids.length, row -> ids[row]);
  }
}
