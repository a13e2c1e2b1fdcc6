package org.distill4j.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.distill4j.ir.Program;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("An engine that was opened by Backend.open")
class GuardsTest {
  private static final TensorSpec PAIR = TensorSpec.floats(2);
  private static final HostTensor VALUES = HostTensor.ofFloats(Shape.of(2), 3, 4);

  private final FakeBackend backend = new FakeBackend();

  private static Program program(String variable, int... dims) {
    Tensor feed = Tensor.leaf(new Op.Feed(0), PAIR);
    Tensor read = Tensor.leaf(new Op.Variable(variable), TensorSpec.floats(dims));
    return new Program(List.of(PAIR), 1, Map.of("feed", feed, "read", read), Map.of());
  }

  private Session open() {
    return backend.open(SessionOptions.defaults());
  }

  private static Variables weights(Session session) {
    return session.variables(Map.of("w", PAIR));
  }

  @Test
  @DisplayName("passes on what it says of itself, reads, writes and runs")
  void passes() {
    try (Session session = open();
        Variables variables = weights(session);
        Executable executable = session.compile(program("w", 2), variables)) {
      assertThat(session.device()).isEqualTo(Device.cpu());
      assertThat(session.engineVersion()).isEqualTo("fake 1");
      assertThat(variables.specs()).isEqualTo(Map.of("w", PAIR));
      variables.write("w", VALUES);
      assertThat(variables.read("w")).isEqualTo(VALUES);
      assertThat(executable.run(List.of(VALUES), 1)).containsExactly(VALUES);
    }
    assertThat(backend.log)
        .containsExactly("run", "executable closed", "variables closed", "session closed");
  }

  @Nested
  @DisplayName("refuses, before the engine is asked,")
  class Refuses {
    private void requireRefused(ThrowingCallable call, String... parts) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(parts)
          .hasMessageContainingAll("expected", "\nMaybe ");
    }

    @Test
    @DisplayName("variables of another session")
    void foreign() {
      try (Session session = open();
          Session other = open()) {
        Variables variables = weights(other);
        requireRefused(() -> session.compile(program("w", 2), variables), "another session");
      }
    }

    @Test
    @DisplayName("variables that no session made")
    void strange() {
      try (Session session = open();
          Session bare = backend.start(SessionOptions.defaults())) {
        requireRefused(
            () -> session.compile(program("w", 2), weights(bare)), "variables of another session");
      }
    }

    @Test
    @DisplayName("names that there are not")
    void unknown() {
      try (Session session = open()) {
        Variables variables = weights(session);
        requireRefused(() -> variables.read("v"), "no variable \"v\"", "[w]");
        requireRefused(() -> variables.write("v", VALUES), "no variable \"v\"", "[w]");
        requireRefused(() -> session.compile(program("v", 2), variables), "no variable \"v\"");
      }
    }

    @Test
    @DisplayName("another shape or type")
    void shapes() {
      try (Session session = open()) {
        Variables variables = weights(session);
        HostTensor three = HostTensor.ofFloats(Shape.of(3), 1, 2, 3);
        HostTensor ints = HostTensor.ofInts(Shape.of(2), 1, 2);
        requireRefused(() -> variables.write("w", three), "\"w\"", "FLOAT32(2)", "FLOAT32(3)");
        requireRefused(() -> variables.write("w", ints), "\"w\"", "INT32(2)");
        requireRefused(() -> session.compile(program("w", 3), variables), "\"w\"", "FLOAT32(3)");
      }
    }

    @Test
    @DisplayName("feeds and scalars that the program does not take")
    void inputs() {
      try (Session session = open();
          Executable executable = session.compile(program("w", 2), weights(session))) {
        HostTensor three = HostTensor.ofFloats(Shape.of(3), 1, 2, 3);
        requireRefused(() -> executable.run(List.of(), 1), "0 feeds and 1 scalars", "1 and 1");
        requireRefused(() -> executable.run(List.of(VALUES)), "1 feeds and 0 scalars");
        requireRefused(() -> executable.run(List.of(VALUES), 1, 2), "1 feeds and 2 scalars");
        requireRefused(() -> executable.run(List.of(three), 1), "Feed 0 is FLOAT32(3)");
        assertThat(backend.log).doesNotContain("run");
      }
    }
  }

  @Nested
  @DisplayName("once closed,")
  class Closed {
    private void requireClosed(ThrowingCallable call, String what) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "This %s was closed, expected an open one.\n"
                  + "Maybe it, or the session it came from, left its try block too early.",
              what);
    }

    @Test
    @DisplayName("a session, and all that it made, is not used any more")
    void session() {
      Session session = open();
      Variables variables = weights(session);
      Executable executable = session.compile(program("w", 2), variables);
      session.close();
      requireClosed(() -> weights(session), "session");
      requireClosed(() -> session.compile(program("w", 2), variables), "set of variables");
      requireClosed(() -> variables.read("w"), "set of variables");
      requireClosed(() -> variables.write("w", VALUES), "set of variables");
      requireClosed(() -> executable.run(List.of(VALUES), 1), "executable");
      assertThat(session.device()).isEqualTo(Device.cpu());
      assertThat(session.engineVersion()).isEqualTo("fake 1");
    }

    @Test
    @DisplayName("a session closes all that it made and is open, once, and then itself")
    void once() {
      Session session = open();
      Variables variables = weights(session);
      Executable executable = session.compile(program("w", 2), variables);
      session.compile(program("w", 2), variables).close();
      assertThat(session).hasToString("fake 1 on cpu, open: 2");
      session.close();
      assertThat(session).hasToString("fake 1 on cpu, open: 0");
      session.close();
      executable.close();
      variables.close();
      assertThat(backend.log)
          .containsExactly(
              "executable closed", "variables closed", "executable closed", "session closed");
    }

    @Test
    @DisplayName("variables take the executables that read them along, and leave others alone")
    void variables() {
      try (Session session = open()) {
        Variables variables = weights(session);
        Executable executable = session.compile(program("w", 2), variables);
        Executable other = session.compile(program("w", 2), weights(session));
        variables.close();
        variables.close();
        requireClosed(() -> executable.run(List.of(VALUES), 1), "set of variables");
        requireClosed(() -> session.compile(program("w", 2), variables), "set of variables");
        other.run(List.of(VALUES), 1);
        assertThat(backend.log).containsExactly("variables closed", "run");
      }
    }

    @Test
    @DisplayName("an executable is not run, and its variables are still read")
    void executable() {
      try (Session session = open()) {
        Variables variables = weights(session);
        Executable executable = session.compile(program("w", 2), variables);
        executable.close();
        requireClosed(() -> executable.run(List.of(VALUES), 1), "executable");
        assertThat(variables.read("w").shape()).isEqualTo(Shape.of(2));
      }
    }
  }

  @Nested
  @DisplayName("that nobody closes")
  class Collected {
    @Test
    @Timeout(60)
    @DisplayName("is freed when the collector finds it")
    void freed() throws InterruptedException {
      FakeBackend fake = new FakeBackend();
      try (Session session = fake.open(SessionOptions.defaults())) {
        forget(session);
        collectUntil(fake, "variables closed");
        collectUntil(fake, "executable closed");
        assertThat(fake.log).doesNotContain("session closed");
      }
    }

    private void forget(Session session) {
      session.compile(program("w", 2), weights(session)).run(List.of(VALUES), 1);
    }

    private void collectUntil(FakeBackend fake, String entry) throws InterruptedException {
      while (!List.copyOf(fake.log).contains(entry)) {
        collectOnce();
      }
    }

    @Test
    @Timeout(60)
    @DisplayName("stays open while something that it made is in use")
    void keptBySomething() throws InterruptedException {
      FakeBackend fake = new FakeBackend();
      Executable executable = compiled(fake);
      FakeBackend forgotten = new FakeBackend();
      compiled(forgotten);
      collectUntil(forgotten, "session closed");
      assertThat(executable.run(List.of(VALUES), 1)).isEmpty();
      assertThat(fake.log).containsExactly("run");
      executable.close();
    }

    private Executable compiled(FakeBackend fake) {
      Session session = fake.open(SessionOptions.defaults());
      return session.compile(program("w", 2), weights(session));
    }

    /** Collects until something else that nobody can reach was found. */
    private void collectOnce() throws InterruptedException {
      ReferenceQueue<Object> queue = new ReferenceQueue<>();
      PhantomReference<Object> probe = new PhantomReference<>(new Object(), queue);
      do {
        System.gc();
      } while (queue.remove(1) != probe);
      probe.clear();
    }
  }

  @Test
  @Timeout(60)
  @DisplayName("runs one call at a time, whichever threads they come from")
  void oneAtATime() throws InterruptedException {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    FakeBackend busy =
        new FakeBackend(
            () -> {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              Thread.onSpinWait();
              inside.decrementAndGet();
            });
    try (Session session = busy.open(SessionOptions.defaults());
        Executable one = session.compile(program("w", 2), weights(session));
        Executable other = session.compile(program("w", 2), weights(session))) {
      Thread first = new Thread(() -> repeat(one));
      Thread second = new Thread(() -> repeat(other));
      first.start();
      second.start();
      first.join();
      second.join();
    }
    assertThat(most).as("runs that were under way together").hasValue(1);
    assertThat(busy.log).filteredOn("run"::equals).hasSize(2000);
  }

  private static void repeat(Executable executable) {
    for (int i = 0; i < 1000; i++) {
      executable.run(List.of(VALUES), i);
    }
  }

  @Test
  @Timeout(60)
  @DisplayName("waits with closing until a run has ended")
  void closesAfterwards() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch proceed = new CountDownLatch(1);
    FakeBackend slow =
        new FakeBackend(
            () -> {
              running.countDown();
              await(proceed);
            });
    Session session = slow.open(SessionOptions.defaults());
    Executable executable = session.compile(program("w", 2), weights(session));
    Thread runner = new Thread(() -> executable.run(List.of(VALUES), 1));
    Thread closer = new Thread(session::close);
    runner.start();
    running.await();
    closer.start();
    while (closer.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
    proceed.countDown();
    runner.join();
    closer.join();
    assertThat(slow.log)
        .containsExactly("run", "variables closed", "executable closed", "session closed");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
