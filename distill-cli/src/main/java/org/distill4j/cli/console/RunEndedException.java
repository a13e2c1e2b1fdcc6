package org.distill4j.cli.console;

/** A run that ended otherwise than it was planned to; the message is all that its reader needs. */
public final class RunEndedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** How the process ends. */
  private final ExitCode code;

  /**
   * An end without a failure, as by Ctrl-C.
   *
   * @param code the exit code
   * @param message what happened, what was saved, and how to go on
   */
  public RunEndedException(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * An end by a failure.
   *
   * @param code the exit code
   * @param message what happened, what was saved, and how to go on
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
