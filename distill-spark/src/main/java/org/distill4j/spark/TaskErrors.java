package org.distill4j.spark;

import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.distill4j.backend.BackendNotFoundException;
import org.distill4j.train.DivergedException;

/** An error of a task, in place of Spark's exception about a stage. */
final class TaskErrors {
  private TaskErrors() {}

  /** Runs a job; an exception of distill4j in a task is thrown here, with its own message. */
  static <T> T unwrap(Supplier<T> job) {
    try {
      return job.get();
    } catch (Exception failed) {
      // Not only unchecked ones: Spark's methods throw checked exceptions that they do not declare.
      throw own(failed);
    }
  }

  private static RuntimeException own(Exception failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof IllegalArgumentException
          || cause instanceof BackendNotFoundException
          || cause instanceof DivergedException
          || cause instanceof UncheckedIOException) {
        return (RuntimeException) cause;
      }
    }
    return failed instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failed.getMessage(), failed);
  }
}
