package org.distill4j.cli.console;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.distill4j.train.StopSignal;

/**
 * Lets Ctrl-C, or a kill, end a training after its step and not in the middle. Outside of trainings
 * they end the program at once. A step or a disk may hang, so a second signal ends any program at
 * once, and so does a time limit: {@value #LIMIT} seconds, or what the system property {@value
 * #PROPERTY} says.
 */
public final class Interrupts implements AutoCloseable {
  private static final String PROPERTY = "distill.stop.seconds";
  private static final int LIMIT = 300;

  private final StopSignal stop = new StopSignal();
  private final CountDownLatch told = new CountDownLatch(1);
  private final Consumer<String> say;
  private volatile boolean training;

  private Interrupts(Consumer<String> say) {
    this.say = say;
  }

  /**
   * Returns interrupts that ignore signals; for programs that are part of another.
   *
   * @return interrupts that never come
   */
  public static Interrupts none() {
    return new Interrupts(line -> {});
  }

  /**
   * Returns interrupts that follow the virtual machine's signals. A training keeps it from ending
   * until this is closed.
   *
   * @return interrupts of this process
   */
  public static Interrupts ofProcess() {
    Interrupts interrupts = new Interrupts(System.err::println);
    ProcessSignals.hear(() -> {});
    Runtime.getRuntime().addShutdownHook(new Thread(interrupts::interrupt, "distill4j-interrupt"));
    return interrupts;
  }

  /** Runs at the end of the virtual machine. */
  void interrupt() {
    if (training) {
      stop.request();
      say.accept("Stopping after this step …");
      try {
        if (!told.await(timeLimit(), TimeUnit.SECONDS)) {
          say.accept("The step does not end. What was saved before it is there.");
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** {@return the seconds that a process has to end after a signal} */
  static int timeLimit() {
    return Integer.getInteger(PROPERTY, LIMIT);
  }

  /** {@return the signal for trainings} */
  public StopSignal stop() {
    return stop;
  }

  /**
   * Runs an action that only the signal ends, until this is closed.
   *
   * @param <T> the type of its result
   * @param work what listens to the signal
   * @return its result
   */
  public <T> T during(Supplier<T> work) {
    training = true;
    return work.get();
  }

  /** Tells that everything is saved and reported: the virtual machine may end. */
  @Override
  public void close() {
    training = false;
    told.countDown();
  }
}
