package org.distill4j.cli.console;

/** A run that ended other than planned; its message is complete for the reader. */
public final class RunEndedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The exit code of the process. */
  private final ExitCode code;

  /**
   * Creates an end without a failure, as by Ctrl-C.
   *
   * @param code the exit code
   * @param message what happened, what was saved, and how to resume
   */
  public RunEndedException(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * Creates an end by a failure.
   *
   * @param code the exit code
   * @param message what happened, what was saved, and how to resume
   * @param cause the failure
   */
  public RunEndedException(ExitCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** {@return the exit code} */
  public ExitCode code() {
    return code;
  }
}
