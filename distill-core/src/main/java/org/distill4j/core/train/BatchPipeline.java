package org.distill4j.core.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;

/**
 * Reads and checks the batches to come on a thread of its own, a few ahead of the step. Memory goes
 * round: a batch is overwritten when its slot comes up again, after the next one has been taken.
 */
final class BatchPipeline implements AutoCloseable {
  private static final int AHEAD = 3;

  private final Dataset data;
  private final BatchOrder order;
  private final ExecutorService reader;
  private final List<HostAllocator> slots = new ArrayList<>();
  private final BlockingQueue<Future<Batch>> coming = new ArrayBlockingQueue<>(AHEAD);
  private int next;

  BatchPipeline(Dataset data, BatchOrder order) {
    this.data = data;
    this.order = order;
    this.reader =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "distill4j-batches");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < AHEAD + 1; i++) {
      slots.add(HostAllocator.recycling());
    }
    for (int i = 0; i < AHEAD; i++) {
      order();
    }
  }

  private void order() {
    if (next < order.batches()) {
      int index = next++;
      coming.add(reader.submit(() -> read(index)));
    }
  }

  private Batch read(int index) {
    Batch batch = data.batch(slots.get(index % slots.size()), order.batch(index));
    batch.requireFinite();
    return batch;
  }

  /** The next batch; the one taken before may no longer be used. */
  Batch take() {
    try {
      Batch batch = coming.take().get();
      order();
      return batch;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "The training was interrupted while it waited for a batch, expected to run on.\n"
              + "Maybe the program is being stopped.",
          interrupted);
    } catch (ExecutionException failed) {
      throw Unchecked.of(failed.getCause());
    }
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }
}
