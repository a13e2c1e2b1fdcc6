package org.distill4j.core.train;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.distill4j.core.data.ExampleBytes;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;

/**
 * Reads the next batches on a thread of its own, ahead of the step. The thread is woken up for
 * several at a time, since waking it costs the step, and a busy machine may let it wait for as long
 * as a few steps.
 *
 * <p>Memory goes round in one slot more than are read ahead. Taking batch k allows batch k + ahead
 * to be read, into the slot of batch k − 1, which the taker has let go by then.
 *
 * @param <T> what is made of a batch on that thread
 */
final class BatchPipeline<T> implements AutoCloseable {
  /**
   * Work on a batch before it is taken.
   *
   * @param <T> what is made of it
   */
  @FunctionalInterface
  interface Work<T> {
    /**
     * Works on a batch.
     *
     * @param memory where the batch lies and more may be put; what was made of the batch there
     *     before is no longer in use
     * @param batch the batch
     * @return what is taken
     */
    T of(HostAllocator memory, Batch batch);
  }

  private static final int LEAST_AHEAD = 3;
  private static final int MOST_AHEAD = 16;

  /** The memory of inputs up to which more than the minimum is read ahead. */
  private static final long BYTES_AHEAD = 8 << 20;

  private static final int NAMED = 16;
  private static final Duration LONGEST_READ = Duration.ofSeconds(10);

  private final Dataset data;
  private final BatchOrder order;
  private final int end;
  private final Work<T> work;
  private final ExecutorService reader;
  private final int ahead;
  private final List<HostAllocator> slots = new ArrayList<>();
  private final BlockingQueue<Future<T>> coming;
  private int next;

  BatchPipeline(Dataset data, BatchOrder order, int first, Work<T> work) {
    this(data, order, first, order.batches(), work);
  }

  /** Reads the batches [first, end) of an epoch. */
  BatchPipeline(Dataset data, BatchOrder order, int first, int end, Work<T> work) {
    this.data = data;
    this.order = order;
    this.end = end;
    this.work = work;
    this.next = first;
    this.ahead = ahead(data, order);
    this.coming = new ArrayBlockingQueue<>(ahead);
    this.reader =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "distill4j-batches");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < ahead + 1; i++) {
      slots.add(HostAllocator.recycling());
    }
    order();
  }

  private static int ahead(Dataset data, BatchOrder order) {
    long bytes = ExampleBytes.ofInputs(data) * order.batchSize();
    return (int) Math.max(LEAST_AHEAD, Math.min(MOST_AHEAD, BYTES_AHEAD / Math.max(1, bytes)));
  }

  /** Requests batches until as many are on their way as there is room for. */
  private void order() {
    while (coming.size() < ahead && next < end) {
      int index = next++;
      coming.add(reader.submit(() -> read(index)));
    }
  }

  private T read(int index) {
    HostAllocator memory = slots.get(index % slots.size());
    int[] indexes = order.batch(index);
    Batch batch = read(memory, indexes);
    requireLength(batch, indexes);
    return work.of(memory, batch);
  }

  private Batch read(HostAllocator memory, int... indexes) {
    try {
      return data.batch(memory, indexes);
    } catch (RuntimeException failed) {
      throw new IllegalStateException(
          "The training examples at the places "
              + named(indexes)
              + " could not be read: "
              + failed
              + ".\nMaybe a file was moved or damaged while the training ran.",
          failed);
    }
  }

  private static void requireLength(Batch batch, int... indexes) {
    if (batch.size() != indexes.length) {
      throw new IllegalStateException(
          "The data set gave "
              + batch.size()
              + " examples for the places "
              + named(indexes)
              + ", expected "
              + indexes.length
              + ".\nMaybe it leaves out examples that it cannot read.");
    }
  }

  private static String named(int... indexes) {
    String first = Arrays.toString(Arrays.copyOf(indexes, Math.min(indexes.length, NAMED)));
    return indexes.length > NAMED ? first.replace("]", ", …]") : first;
  }

  /** Returns the next batch; the one taken before may no longer be used. */
  T take() {
    try {
      T taken = coming.take().get();
      if (coming.size() <= ahead / 2) {
        order();
      }
      return taken;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "The training was interrupted while it waited for a batch, expected to run on.\n"
              + "Maybe the program is being stopped.",
          interrupted);
    } catch (ExecutionException failed) {
      throw ThreadFailure.of(failed.getCause());
    }
  }

  /** Waits for the example that is being read, if any, since its data set may be closed next. */
  @Override
  public void close() {
    reader.shutdownNow();
    if (coming.isEmpty() && next == end) {
      return;
    }
    try {
      reader.awaitTermination(LONGEST_READ.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
