package org.distill4j.backend;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Recognizes a failed start that lacked the memory for a library. */
final class MemoryShortage {
  private static final Pattern TEXT =
      Pattern.compile("failed to map segment|annot allocate memory");

  private MemoryShortage() {}

  /** Returns the message of the loader of libraries; empty if it was something else. */
  static Optional<String> in(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .map(each -> String.valueOf(each.getMessage()))
        .filter(TEXT.asPredicate())
        .findFirst();
  }
}
