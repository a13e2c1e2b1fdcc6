package org.distill4j.binary;

import org.jspecify.annotations.Nullable;

/** Damaged bytes; the message names what holds them. */
public final class DamagedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  DamagedException(String message, @Nullable RuntimeException cause) {
    super(message, cause);
  }
}
