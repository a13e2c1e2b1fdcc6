package org.distill4j.core.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The layout of a cache file: the header, the rows, the id of each row, and a checksum of each
 * block.
 */
record FileLayout(long rowsAt, int rowBytes, long idsAt, long checksumsAt, long size) {
  private static final int ALIGNMENT = 64;

  static FileLayout of(int headerBytes, ExampleBlocks blocks, int rowBytes) {
    long rowsAt = aligned(headerBytes);
    long idsAt = aligned(rowsAt + (long) blocks.examples() * rowBytes);
    long checksumsAt = idsAt + (long) blocks.examples() * Long.BYTES;
    long size = checksumsAt + (long) blocks.count() * Long.BYTES;
    return new FileLayout(rowsAt, rowBytes, idsAt, checksumsAt, size);
  }

  /** Refuses a file that is shorter or longer than its header declares. */
  void requireSize(Path path, FileChannel file) throws IOException {
    if (file.size() != size) {
      throw new DamagedCacheException(
          path, "it has " + file.size() + " bytes, expected " + size + " as its header says");
    }
  }

  private static long aligned(long place) {
    return (place + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  long row(int row) {
    return rowsAt + (long) row * rowBytes;
  }

  long id(int row) {
    return idsAt + (long) row * Long.BYTES;
  }

  long checksum(int block) {
    return checksumsAt + (long) block * Long.BYTES;
  }
}
