package org.distill4j.examples.mnist;

import java.io.IOException;

/** A mirror that does not give a file, which another may. */
final class MirrorException extends IOException {
  private static final long serialVersionUID = 1;

  MirrorException(String message) {
    super(message);
  }

  MirrorException(String message, Throwable cause) {
    super(message, cause);
  }
}
