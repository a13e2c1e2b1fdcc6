package org.distill4j.core.train;

import org.jspecify.annotations.Nullable;

/** Rethrows a failure of another thread on this one. */
final class ThreadFailure {
  private ThreadFailure() {}

  /** Returns the exception itself where it may be thrown unchanged; errors are thrown at once. */
  static RuntimeException of(@Nullable Throwable cause) {
    if (cause instanceof RuntimeException exception) {
      return exception;
    } else if (cause instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("A batch could not be read", cause);
  }
}
