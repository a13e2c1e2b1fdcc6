package org.distill4j.backend;

/** The wanted backend, or any, is not on the classpath; the message lists what was found. */
public final class BackendNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * An error with a message.
   *
   * @param message what was wanted, what was found and what to add
   */
  public BackendNotFoundException(String message) {
    super(message);
  }
}
