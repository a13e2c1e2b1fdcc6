package org.distill4j.conformance.tutorial;

import java.util.Arrays;
import java.util.List;

/** Whether something may still be used. */
final class Open {
  private final String what;
  private final List<Open> around;
  private boolean ended;

  Open(String what, Open... around) {
    this.what = what;
    this.around = Arrays.asList(around);
  }

  void require() {
    around.forEach(Open::require);
    if (ended) {
      throw new IllegalStateException(
          "The "
              + what
              + " was used after it was closed, expected an open one.\n"
              + "Maybe a try block ended before its last use.");
    }
  }

  void end() {
    ended = true;
  }
}
