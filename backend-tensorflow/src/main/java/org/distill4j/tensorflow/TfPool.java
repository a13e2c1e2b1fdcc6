package org.distill4j.tensorflow;

import java.util.concurrent.atomic.AtomicInteger;

/** TensorFlow's threads for operations: one pool for the process, made for its first session. */
final class TfPool {
  private static final System.Logger LOGGER = System.getLogger(TfPool.class.getName());
  private static final AtomicInteger SIZE = new AtomicInteger();

  private TfPool() {}

  /** Notes that a session is about to ask for threads, and says so when it will not get them. */
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
