package org.distill4j.core.train;

import org.jspecify.annotations.Nullable;

/** Carries what was thrown on another thread over to this one. */
final class ThreadFailure {
  private ThreadFailure() {}

  /** The exception itself where it may be thrown as it is; errors are thrown at once. */
  static RuntimeException of(@Nullable Throwable cause) {
    if (cause instanceof RuntimeException exception) {
      return exception;
    } else if (cause instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("A batch could not be read", cause);
  }
}
