package org.distill4j.core.cache;

import java.util.stream.IntStream;
import org.distill4j.core.data.ExampleBytes;
import org.distill4j.data.Dataset;
import org.distill4j.teacher.Teacher;

/** The examples of a data set in the batches for the teacher. */
record ExampleBlocks(int examples, int rows) {
  private static final long MOST_ROWS = 512;
  private static final long MOST_BYTES = 256L << 20;

  static ExampleBlocks of(Teacher teacher, Dataset data, CacheOptions options) {
    return new ExampleBlocks(
        data.size(), options.batchSize().orElseGet(() -> usual(teacher, data)));
  }

  private static int usual(Teacher teacher, Dataset data) {
    long bytes = teacher.workingBytes().orElseGet(() -> ExampleBytes.ofWork(data));
    bytes += ExampleBytes.ofInputs(data) + ExampleBytes.count(teacher.outputs().values());
    return (int) Math.max(1, Math.min(MOST_ROWS, MOST_BYTES / bytes));
  }

  int count() {
    return (int) (((long) examples + rows - 1) / rows);
  }

  int first(int block) {
    return block * rows;
  }

  int size(int block) {
    return Math.min(rows, examples - first(block));
  }

  int[] indexes(int block) {
    return IntStream.range(first(block), first(block) + size(block)).toArray();
  }
}
