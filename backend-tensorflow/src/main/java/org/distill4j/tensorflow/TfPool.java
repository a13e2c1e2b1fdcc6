package org.distill4j.tensorflow;

import java.util.concurrent.atomic.AtomicInteger;
import org.distill4j.backend.SessionOptions;

/** TensorFlow's threads for operations: one pool for the process, made for its first session. */
final class TfPool {
  private static final System.Logger LOGGER = System.getLogger(TfPool.class.getName());
  private static final AtomicInteger SIZE = new AtomicInteger();

  private TfPool() {}

  /** Records a session's number of threads, and logs a conflict where nobody has chosen. */
  static void ask(SessionOptions options) {
    if (options.fixedThreads().isPresent()) {
      ask(options.threads());
    } else if (SIZE.compareAndExchange(0, options.threads()) == 0) {
      LOGGER.log(
          System.Logger.Level.INFO,
          "TensorFlow computes with {0} of {1} processors, and cannot change that until the process"
              + " ends, so that trainings measure nothing.\n"
              + "Maybe fix a number of threads before its first session is opened: threads: {1}, or"
              + " SessionOptions.withThreads({1}).",
          options.threads(),
          Runtime.getRuntime().availableProcessors());
    }
  }

  /** Returns the number of threads of this process. */
  static int size() {
    return SIZE.get();
  }

  /** Records that a session is about to ask for threads, and logs when it will not get them. */
  static void ask(int threads) {
    int size = SIZE.compareAndExchange(0, threads);
    if (size != 0 && size != threads) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "A session asked for {0} threads, but TensorFlow keeps the {1} of its first session.\n"
              + "Maybe open all sessions of a process with one number of threads.",
          threads,
          size);
    }
  }
}
