package org.distill4j.examples.cache;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.distill4j.core.cache.CacheOptions;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.cache.Encoding;
import org.distill4j.data.Batch;
import org.distill4j.data.HostAllocator;
import org.distill4j.teacher.Teacher;

/**
 * Caches a teacher's outputs for many examples in a file, opens it again, reads it in the shuffled
 * batches of an epoch, compares every number with the teacher's, and reports the time.
 */
final class LargeCache {
  private static final int BATCH = 64;
  private static final double MIB = 1 << 20;

  private final PrintStream out;
  private final GeneratedDataset data;
  private final Teacher teacher;
  private final int classes;

  LargeCache(PrintStream out, int examples, int classes) {
    this.out = out;
    this.data = new GeneratedDataset(examples);
    this.teacher = new ProjectionTeacher(classes);
    this.classes = classes;
  }

  /** Uses a folder for a file of each encoding, and removes both. */
  void run(Path folder) throws IOException {
    out.printf(
        "%,d examples of %d classes, heap of %,.0f MiB%n",
        data.size(), classes, Runtime.getRuntime().maxMemory() / MIB);
    for (Encoding encoding :
        new Encoding[] {Encoding.float32(), Encoding.float16(), Encoding.topK(3, 4)}) {
      Path file = folder.resolve("outputs");
      run(file, encoding);
      Files.delete(file);
    }
    Files.delete(folder);
    out.printf("heap used at most %,.0f MiB%n", peak() / MIB);
  }

  private void run(Path file, Encoding encoding) throws IOException {
    out.printf("%s%n", encoding);
    timed("  filled", () -> CachedTeacher.mapped(file, teacher, data, encoding));
    CachedTeacher cache =
        timed(
            "  opened and checked", () -> CachedTeacher.open(file, data, CacheOptions.Check.WHOLE));
    out.printf("  %-22s %,8.1f MiB%n", "file", Files.size(file) / MIB);
    int[] order = shuffled();
    timed("  batches made", () -> epoch(order, batch -> 0));
    timed("  batches made and read", () -> epoch(order, reading(cache)));
    out.printf("  %-22s %8.2g%n", "largest difference", epoch(order, comparing(cache)));
  }

  private <R> R timed(String what, Supplier<R> action) {
    long start = System.nanoTime();
    R result = action.get();
    out.printf("%-24s %,8.2f s%n", what, (System.nanoTime() - start) / 1e9);
    return result;
  }

  /** Checks a batch. */
  private interface Visitor {
    double visit(Batch batch);
  }

  /** Visits all examples in batches, and returns the largest value that a visit gave. */
  private double epoch(int[] order, Visitor visitor) {
    HostAllocator memory = HostAllocator.recycling();
    double largest = 0;
    for (int from = 0; from < order.length; from += BATCH) {
      int[] indexes = Arrays.copyOfRange(order, from, Math.min(from + BATCH, order.length));
      largest = Math.max(largest, visitor.visit(data.batch(memory, indexes)));
    }
    return largest;
  }

  private static Visitor reading(CachedTeacher cache) {
    HostAllocator memory = HostAllocator.recycling();
    return batch -> cache.predict(memory, batch).logits().floats().get(0);
  }

  private Visitor comparing(CachedTeacher cache) {
    return batch -> {
      FloatBuffer cached = cache.predict(batch).logits().floats();
      FloatBuffer outputs = teacher.predict(batch).logits().floats();
      return IntStream.range(0, cached.capacity())
          .mapToDouble(i -> Math.abs(cached.get(i) - outputs.get(i)))
          .max()
          .orElse(0);
    };
  }

  private int[] shuffled() {
    int[] order = IntStream.range(0, data.size()).toArray();
    SplittableRandom random = new SplittableRandom(0);
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int cached = order[i];
      order[i] = order[other];
      order[other] = cached;
    }
    return order;
  }

  private static double peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToDouble(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }
}
