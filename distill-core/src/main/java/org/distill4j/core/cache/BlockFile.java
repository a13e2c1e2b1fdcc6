package org.distill4j.core.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * The blocks of a cache file, each with a CRC-32C over its ids and rows. A block that is not yet
 * there has no checksum, so the checksums are the record of how far the filling is.
 */
final class BlockFile {
  /** Marks a checksum as present, since a CRC may be zero. */
  private static final long THERE = 1L << 32;

  private static final int CHUNK = 1 << 20;

  private final FileChannel file;
  private final ExampleBlocks blocks;
  private final FileLayout layout;
  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);

  BlockFile(FileChannel file, ExampleBlocks blocks, FileLayout layout) {
    this.file = file;
    this.blocks = blocks;
    this.layout = layout;
  }

  /** Writes the ids and rows between the positions and limits of two buffers. */
  void write(int block, ByteBuffer ids, ByteBuffer rows) throws IOException {
    CRC32C checksum = new CRC32C();
    checksum.update(ids.duplicate());
    checksum.update(rows.duplicate());
    writeAll(file, rows.duplicate(), layout.row(blocks.first(block)));
    writeAll(file, ids.duplicate(), layout.id(blocks.first(block)));
    chunk.clear().putLong(THERE | checksum.getValue()).flip();
    writeAll(file, chunk, layout.checksum(block));
  }

  static void writeAll(FileChannel file, ByteBuffer bytes, long at) throws IOException {
    long place = at;
    while (bytes.hasRemaining()) {
      place += file.write(bytes, place);
    }
  }

  /** The number of valid blocks from the first on. */
  int intact() throws IOException {
    int block = 0;
    while (block < blocks.count() && isIntact(block)) {
      block++;
    }
    return block;
  }

  /** The number of blocks with a checksum, right or wrong, from the first on. */
  int written() throws IOException {
    int block = 0;
    while (block < blocks.count() && checksum(block) != 0) {
      block++;
    }
    return block;
  }

  private boolean isIntact(int block) throws IOException {
    CRC32C checksum = new CRC32C();
    int first = blocks.first(block);
    int rows = blocks.size(block);
    update(checksum, layout.id(first), (long) rows * Long.BYTES);
    update(checksum, layout.row(first), (long) rows * layout.rowBytes());
    return checksum(block) == (THERE | checksum.getValue());
  }

  private long checksum(int block) throws IOException {
    read(layout.checksum(block), Long.BYTES);
    return chunk.getLong(0);
  }

  private void update(CRC32C checksum, long from, long length) throws IOException {
    for (long done = 0; done < length; done += CHUNK) {
      read(from + done, (int) Math.min(CHUNK, length - done));
      checksum.update(chunk);
    }
  }

  private void read(long at, int length) throws IOException {
    chunk.clear().limit(length);
    while (chunk.hasRemaining()) {
      if (file.read(chunk, at + chunk.position()) < 0) {
        throw new IOException("The file became shorter while it was read");
      }
    }
    chunk.flip();
  }
}
