package org.distill4j.backend;

/**
 * The named backend, or any backend, is not on the class path; the message lists the backends
 * found.
 */
public final class BackendNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Creates an exception with a message.
   *
   * @param message what was wanted, what was found and what to add
   */
  public BackendNotFoundException(String message) {
    super(message);
  }
}
