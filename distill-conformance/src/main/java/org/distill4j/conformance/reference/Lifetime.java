package org.distill4j.conformance.reference;

import java.util.Optional;

/** Whether something may still be used: until it, or what it belongs to, is closed. */
final class Lifetime {
  private final String what;
  private final Optional<Lifetime> parent;
  private boolean closed;

  private Lifetime(String what, Optional<Lifetime> parent) {
    this.what = what;
    this.parent = parent;
  }

  static Lifetime of(String what) {
    return new Lifetime(what, Optional.empty());
  }

  Lifetime child(String what) {
    return new Lifetime(what, Optional.of(this));
  }

  void requireOpen() {
    parent.ifPresent(Lifetime::requireOpen);
    if (closed) {
      throw new IllegalStateException(
          "The "
              + what
              + " of the reference backend was used after it was closed, expected an open one.\n"
              + "Maybe a try block ended before its last use.");
    }
  }

  void close() {
    closed = true;
  }
}
