package org.distill4j.dl4j;

/** Whether something is open, and what is freed when it is closed. */
final class Lifetime {
  private final String what;
  private final Runnable release;
  private boolean open = true;

  Lifetime(String what, Runnable release) {
    this.what = what;
    this.release = release;
  }

  void require() {
    if (!open) {
      throw new IllegalStateException(
          "This "
              + what
              + " was closed, expected an open one.\n"
              + "Maybe it is used after the try block that it, or its session, belongs to.");
    }
  }

  void end() {
    if (open) {
      open = false;
      release.run();
    }
  }
}
