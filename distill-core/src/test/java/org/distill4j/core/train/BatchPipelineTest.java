package org.distill4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Inputs;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A batch pipeline")
class BatchPipelineTest {

  /**
   * Examples that are their own places; whoever is asked for them is told first. They say that they
   * are of some length, and are a single number.
   */
  private record Places(int size, int length, Consumer<int[]> before) implements Dataset {
    Places(int size, Consumer<int[]> before) {
      this(size, 1, before);
    }

    @Override
    public Map<String, TensorSpec> inputs() {
      return Map.of(Inputs.INPUT, TensorSpec.floats(length));
    }

    @Override
    public Map<String, TensorSpec> labels() {
      return Map.of();
    }

    @Override
    public Batch batch(HostAllocator memory, int... indices) {
      before.accept(indices);
      TensorSpec spec = TensorSpec.floats(indices.length, 1);
      HostTensor inputs = memory.allocate("inputs", spec);
      IntStream.range(0, indices.length).forEach(i -> inputs.floats().put(i, indices[i]));
      return new Batch(Arrays.stream(indices).asLongStream().toArray(), inputs, Map.of());
    }

    @Override
    public String fingerprint() {
      return "places";
    }
  }

  private static float[] wanted(BatchOrder order, int index) {
    int[] indexes = order.batch(index);
    float[] values = new float[indexes.length];
    IntStream.range(0, indexes.length).forEach(i -> values[i] = indexes[i]);
    return values;
  }

  @Test
  @DisplayName(
      "gives every batch in its order, unchanged until the next is taken, from few buffers")
  void memory() {
    BatchOrder order = new BatchOrder(1000, 7, 3, 1);
    Set<Object> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
    try (BatchPipeline<Batch> pipeline =
        new BatchPipeline<>(new Places(1000, p -> {}), order, 0, (memory, batch) -> batch)) {
      for (int i = 0; i < order.batches(); i++) {
        HostTensor inputs = pipeline.take().input();
        buffers.add(inputs);
        for (int look = 0; look < 20; look++) {
          assertThat(inputs.toFloatArray()).containsExactly(wanted(order, i));
        }
      }
    }
    // Seventeen slots, one of which held the shorter last batch too.
    assertThat(buffers).hasSize(18);
  }

  @Test
  @DisplayName("reads sixteen small batches ahead of the step, and more once half are taken")
  void ahead() throws InterruptedException {
    requireAhead(1, 16, 8);
  }

  @Test
  @DisplayName("reads three large batches ahead of the step, and more once one is left")
  void largeAhead() throws InterruptedException {
    requireAhead(1_000_000, 3, 2);
  }

  @Test
  @DisplayName("reads as many ahead as 8 MiB hold where that is between the two")
  void someAhead() throws InterruptedException {
    requireAhead(40_000, 5, 3);
  }

  @Test
  @DisplayName("reads on a thread that does not keep a program from ending")
  void daemon() {
    List<Boolean> daemons = Collections.synchronizedList(new ArrayList<>());
    Places data = new Places(10, indexes -> daemons.add(Thread.currentThread().isDaemon()));
    try (BatchPipeline<Batch> pipeline =
        new BatchPipeline<>(data, new BatchOrder(10, 10, 0, 1), 0, (memory, batch) -> batch)) {
      pipeline.take();
    }
    assertThat(daemons).containsExactly(true);
  }

  private static void requireAhead(int length, int ahead, int taken) throws InterruptedException {
    AtomicInteger read = new AtomicInteger();
    CountDownLatch first = new CountDownLatch(ahead);
    CountDownLatch more = new CountDownLatch(ahead + taken);
    Places data =
        new Places(
            1000,
            length,
            indexes -> {
              read.incrementAndGet();
              first.countDown();
              more.countDown();
            });
    try (BatchPipeline<Batch> pipeline =
        new BatchPipeline<>(data, new BatchOrder(1000, 10, 0, 1), 0, (memory, batch) -> batch)) {
      first.await();
      for (int i = 0; i < taken; i++) {
        assertThat(read).hasValue(ahead);
        pipeline.take();
      }
      more.await();
      assertThat(read).hasValue(ahead + taken);
    }
  }

  @Test
  @DisplayName("passes on an error as it is")
  void error() {
    OutOfMemoryError none = new OutOfMemoryError("no more");
    Places data =
        new Places(
            10,
            indexes -> {
              throw none;
            });
    try (BatchPipeline<Batch> pipeline =
        new BatchPipeline<>(data, new BatchOrder(10, 5, 0, 1), 0, (memory, batch) -> batch)) {
      assertThatThrownBy(pipeline::take).isSameAs(none);
    }
  }

  @Test
  @DisplayName("names the first places of a batch that cannot be read, and the cause")
  void unreadable() {
    IllegalArgumentException torn = new IllegalArgumentException("torn");
    Places data =
        new Places(
            64,
            indexes -> {
              throw torn;
            });
    try (BatchPipeline<Batch> pipeline =
        new BatchPipeline<>(data, new BatchOrder(64, 64, 0, 1), 0, (memory, batch) -> batch)) {
      assertThatThrownBy(pipeline::take)
          .isInstanceOf(IllegalStateException.class)
          .hasCause(torn)
          .hasMessageMatching(
              "(?s)The training examples at the places \\[\\d+(, \\d+){15}, …\\] could not .*torn"
                  + ".*\nMaybe .*");
    }
  }

  @Test
  @DisplayName("names all places of a batch of sixteen")
  void sixteen() {
    Places data =
        new Places(
            16,
            indexes -> {
              throw new IllegalArgumentException("torn");
            });
    try (BatchPipeline<Batch> pipeline =
        new BatchPipeline<>(data, new BatchOrder(16, 16, 0, 1), 0, (memory, batch) -> batch)) {
      assertThatThrownBy(pipeline::take)
          .hasMessageMatching("(?s).*at the places \\[\\d+(, \\d+){15}\\] could not .*");
    }
  }

  @Test
  @DisplayName("leaves the flag set too if its thread is interrupted when it closes")
  void interruptedAtTheEnd() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Places data =
        new Places(
            10,
            indexes -> {
              started.countDown();
              try {
                never.await();
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            });
    BatchPipeline<Batch> pipeline =
        new BatchPipeline<>(data, new BatchOrder(10, 5, 0, 1), 0, (memory, batch) -> batch);
    started.await();
    Thread.currentThread().interrupt();
    pipeline.close();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  @DisplayName("stops waiting when its thread is interrupted, and leaves the flag set")
  void interrupted() {
    CountDownLatch never = new CountDownLatch(1);
    Places data =
        new Places(
            10,
            indexes -> {
              try {
                never.await();
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            });
    try (BatchPipeline<Batch> pipeline =
        new BatchPipeline<>(data, new BatchOrder(10, 5, 0, 1), 0, (memory, batch) -> batch)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(pipeline::take)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("interrupted while it waited for a batch")
          .hasMessageContaining("\nMaybe");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  @DisplayName("has left the data set alone once it is closed")
  void closed() throws InterruptedException {
    AtomicBoolean left = new AtomicBoolean();
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Places data =
        new Places(
            10,
            indexes -> {
              started.countDown();
              try {
                never.await();
              } catch (InterruptedException stopped) {
                left.set(true);
              }
            });
    try (BatchPipeline<Batch> pipeline =
        new BatchPipeline<>(data, new BatchOrder(10, 5, 0, 1), 0, (memory, batch) -> batch)) {
      assertThat(pipeline).isNotNull();
      started.await();
    }
    assertThat(left).isTrue();
  }

  @Test
  @DisplayName("orders each epoch anew, each example once, the same for a seed")
  void order() {
    BatchOrder order = new BatchOrder(23, 5, 9, 2);
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < order.batches(); i++) {
      Arrays.stream(order.batch(i)).forEach(all::add);
    }
    assertThat(order.batches()).isEqualTo(5);
    assertThat(order.batch(4)).hasSize(3);
    assertThat(all).hasSize(23).doesNotHaveDuplicates();
    assertThat(new BatchOrder(23, 5, 9, 2).batch(1)).containsExactly(order.batch(1));
    assertThat(new BatchOrder(23, 5, 9, 3).batch(1)).isNotEqualTo(order.batch(1));
    assertThat(new BatchOrder(23, 5, 8, 2).batch(1)).isNotEqualTo(order.batch(1));
  }
}
