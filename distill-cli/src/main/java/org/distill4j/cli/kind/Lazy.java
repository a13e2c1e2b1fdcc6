package org.distill4j.cli.kind;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is made when it is first asked for, once.
 *
 * @param <T> what it is
 */
final class Lazy<T> implements Supplier<T> {
  private final Supplier<? extends T> maker;
  private @Nullable T made;

  Lazy(Supplier<? extends T> maker) {
    this.maker = maker;
  }

  @Override
  public T get() {
    T value = made;
    if (value == null) {
      value = maker.get();
      made = value;
    }
    return value;
  }
}
