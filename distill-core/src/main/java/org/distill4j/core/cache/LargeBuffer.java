package org.distill4j.core.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.function.IntFunction;

/**
 * A buffer of rows of equal length that may hold more bytes than one {@link java.nio.ByteBuffer}.
 * Each buffer holds the same number of whole rows, a power of two. Reading by absolute places is
 * safe from several threads.
 */
final class LargeBuffer {
  /** The largest window of a file, in bytes. */
  private static final long MAPPED_BYTES = 1L << 30;

  /** The largest window in memory, in bytes, small enough to find room on a heap in use. */
  private static final long MEMORY_BYTES = 1L << 22;

  private final ByteBuffer[] windows;
  private final int shift;
  private final int rowBytes;

  private LargeBuffer(ByteBuffer[] windows, int shift, int rowBytes) {
    this.windows = windows;
    this.shift = shift;
    this.rowBytes = rowBytes;
  }

  static LargeBuffer inMemory(int rows, int rowBytes) {
    return inMemory(rows, rowBytes, MEMORY_BYTES);
  }

  static LargeBuffer inMemory(int rows, int rowBytes, long windowBytes) {
    int shift = shift(rowBytes, windowBytes);
    return new LargeBuffer(
        all(rows, shift, count -> ByteBuffer.allocate(count * rowBytes)), shift, rowBytes);
  }

  /** Maps a part of a file; the mapping outlives the channel and is freed by the collector. */
  static LargeBuffer mapped(FileChannel file, long from, int rows, int rowBytes)
      throws IOException {
    return mapped(file, from, rows, rowBytes, MAPPED_BYTES);
  }

  static LargeBuffer mapped(FileChannel file, long from, int rows, int rowBytes, long windowBytes)
      throws IOException {
    int shift = shift(rowBytes, windowBytes);
    int count = windows(rows, shift);
    ByteBuffer[] windows = new ByteBuffer[count];
    for (int i = 0; i < count; i++) {
      long at = from + ((long) i << shift) * rowBytes;
      long length = (long) rowsIn(i, rows, shift) * rowBytes;
      windows[i] =
          file.map(FileChannel.MapMode.READ_ONLY, at, length).order(ByteOrder.LITTLE_ENDIAN);
    }
    return new LargeBuffer(windows, shift, rowBytes);
  }

  private static ByteBuffer[] all(int rows, int shift, IntFunction<ByteBuffer> make) {
    ByteBuffer[] windows = new ByteBuffer[windows(rows, shift)];
    for (int i = 0; i < windows.length; i++) {
      windows[i] = make.apply(rowsIn(i, rows, shift)).order(ByteOrder.LITTLE_ENDIAN);
    }
    return windows;
  }

  private static int shift(int rowBytes, long windowBytes) {
    long rows = Math.max(1, Math.min(windowBytes / rowBytes, 1 << 30));
    return 63 - Long.numberOfLeadingZeros(rows);
  }

  private static int windows(int rows, int shift) {
    return (int) (((long) rows + (1L << shift) - 1) >> shift);
  }

  private static int rowsIn(int window, int rows, int shift) {
    return (int) Math.min(1L << shift, rows - ((long) window << shift));
  }

  /** Returns the buffer that holds a row. */
  ByteBuffer window(int row) {
    return windows[row >>> shift];
  }

  /** Returns the index in its buffer where a row begins. */
  int offset(int row) {
    return (row & ((1 << shift) - 1)) * rowBytes;
  }

  /** Returns the number at the start of a row. */
  long getLong(int row) {
    return window(row).getLong(offset(row));
  }

  /** Copies rows from the start of a buffer. */
  void put(int firstRow, ByteBuffer rows, int count) {
    for (int i = 0; i < count; i++) {
      window(firstRow + i).put(offset(firstRow + i), rows, i * rowBytes, rowBytes);
    }
  }
}
