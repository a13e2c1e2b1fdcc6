package org.distill4j.cli.config;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a value when it is first asked for, and keeps it. */
final class Lazy implements Supplier<Object> {
  private final Supplier<Object> maker;
  private @Nullable Object made;

  Lazy(Supplier<Object> maker) {
    this.maker = maker;
  }

  @Override
  public Object get() {
    Object value = made;
    if (value == null) {
      value = maker.get();
      made = value;
    }
    return value;
  }
}
