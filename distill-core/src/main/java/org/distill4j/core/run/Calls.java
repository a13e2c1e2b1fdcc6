package org.distill4j.core.run;

import java.util.function.Supplier;

/** The calls on one learner or predictor: one at a time, and none once it was closed. */
final class Calls {
  private final String what;
  private boolean closed;

  Calls(String what) {
    this.what = what;
  }

  synchronized <T> T call(Supplier<T> work) {
    if (closed) {
      throw new IllegalStateException(
          "This "
              + what
              + " was closed, expected an open one.\n"
              + "Maybe it, or the session it came from, left its try block too early.");
    }
    return work.get();
  }

  /** Closes once, when no call is under way. */
  synchronized void close(Runnable work) {
    if (!closed) {
      closed = true;
      work.run();
    }
  }
}
