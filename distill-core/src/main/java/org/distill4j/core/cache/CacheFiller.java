package org.distill4j.core.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.teacher.Teacher;

/**
 * Fills a cache: it asks a teacher about a data set, block by block in the data set's order, so
 * that the cached values are the same each time, interrupted or not.
 */
record CacheFiller(
    Teacher teacher, Dataset data, ExampleBlocks blocks, RowLayout layout, FillListener listener) {
  private static final int READ_TWICE = 8;

  /** Receives the outputs of a block. */
  interface Sink {
    void put(int block, ByteBuffer ids, ByteBuffer rows) throws IOException;
  }

  CacheFiller {
    long bytes = (long) blocks.size(0) * layout.bytes();
    if (bytes > RowLayout.MOST_BYTES) {
      throw new IllegalArgumentException(
          "A cache filled in batches of "
              + blocks.size(0)
              + " needs "
              + bytes
              + " bytes for each, expected at most "
              + RowLayout.MOST_BYTES
              + ".\nMaybe a smaller batch size is meant.");
    }
  }

  /** Returns the same filler with batches of another size. */
  CacheFiller in(ExampleBlocks others) {
    return new CacheFiller(teacher, data, others, layout, listener);
  }

  void fill(int firstBlock, Sink sink) throws IOException {
    requireFixed(data);
    requireSameTwice();
    Teacher asked = teacher.forData(data);
    HostAllocator memory = HostAllocator.recycling();
    ByteBuffer ids = direct(blocks.size(0) * Long.BYTES);
    ByteBuffer rows = direct(blocks.size(0) * layout.bytes());
    for (int block = firstBlock; block < blocks.count(); block++) {
      int count = blocks.size(block);
      ids.clear().limit(count * Long.BYTES);
      rows.clear().limit(count * layout.bytes());
      ask(asked, data.batch(memory, blocks.indexes(block)), ids, rows);
      sink.put(block, ids, rows);
      listener.filled(blocks.first(block) + count, blocks.examples());
    }
  }

  private void ask(Teacher asked, Batch batch, ByteBuffer ids, ByteBuffer rows) {
    layout.encode(asked.predict(batch), batch::id, batch.size(), rows);
    for (int i = 0; i < batch.size(); i++) {
      ids.putLong(i * Long.BYTES, batch.id(i));
    }
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static void requireFixed(Dataset data) {
    if (data.repeatability() != Dataset.Repeatability.FIXED) {
      throw new IllegalArgumentException(
          "A teacher's outputs shall be cached for data that are "
              + data.repeatability()
              + ", expected FIXED: the examples change each time they are read, and the teacher's"
              + " outputs for them would be wrong the next time.\n"
              + "Maybe cache the data without augmentation, or let the teacher run each time.");
    }
  }

  /** Detects most data sets that are random and do not declare it. */
  private void requireSameTwice() {
    int[] indexes = Arrays.copyOf(blocks.indexes(0), Math.min(READ_TWICE, blocks.size(0)));
    if (!data.batch(indexes).inputs().equals(data.batch(indexes).inputs())) {
      throw new IllegalArgumentException(
          "The first "
              + indexes.length
              + " examples were read twice and are not the same, expected fixed data.\n"
              + "Maybe the data set augments at random and its repeatability() should say RANDOM.");
    }
  }
}
