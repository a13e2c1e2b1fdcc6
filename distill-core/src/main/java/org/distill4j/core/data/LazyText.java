package org.distill4j.core.data;

import java.util.Optional;
import java.util.function.Supplier;

/** A text that is computed once, when it is first needed, from any thread. */
final class LazyText {
  private final Supplier<String> source;
  private Optional<String> value = Optional.empty();

  LazyText(Supplier<String> source) {
    this.source = source;
  }

  synchronized String get() {
    String text = value.orElseGet(source);
    value = Optional.of(text);
    return text;
  }
}
