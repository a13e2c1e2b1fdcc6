package org.distill4j.cli.console;

/** The exit codes of a program. */
public enum ExitCode {
  /** The run completed. */
  DONE(0, "done"),
  /** The program has a bug; its stack trace is printed. */
  FAULT(1, "a fault of the program"),
  /** Options or files are invalid; nothing was done. */
  WRONG(2, "options, configuration or data are wrong; nothing was done"),
  /** A run ended early; what was saved is there. */
  CANCELLED(3, "the run ended early (disk, data, divergence); what was saved is there"),
  /** Ctrl-C. */
  INTERRUPTED(130, "interrupted by Ctrl-C, saved after the step; 143 by a kill");

  private final int status;
  private final String meaning;

  ExitCode(int status, String meaning) {
    this.status = status;
    this.meaning = meaning;
  }

  /** {@return the number} */
  public int status() {
    return status;
  }

  /** {@return what it means, for help} */
  public String meaning() {
    return meaning;
  }
}
