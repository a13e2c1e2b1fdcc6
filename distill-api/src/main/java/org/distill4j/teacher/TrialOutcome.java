package org.distill4j.teacher;

import java.nio.file.Path;

/**
 * How a {@link TrialProcess} ended.
 *
 * @param file the file that was tried
 * @param status the exit status of the process, or {@link #TOO_LONG}
 * @param told what it printed
 */
public record TrialOutcome(Path file, int status, String told) {
  /** The status of a process that did not end in time. */
  static final int TOO_LONG = Integer.MIN_VALUE;

  private static final String BEGUN = "distill4j-trial-begun";
  private static final String REFUSED = "distill4j-trial-refused ";
  private static final int REFUSAL = 2;
  private static final int LONGEST = 400;
  private static final int SIGNALS = 128;

  /**
   * Does a trial in the process that is there for it, tells its outcome and ends the process.
   *
   * @param trial opens the file and runs it on an example
   */
  public static void tell(Runnable trial) {
    System.out.println(BEGUN);
    try {
      trial.run();
    } catch (IllegalArgumentException | IllegalStateException refused) {
      System.out.println(REFUSED + refused.getMessage());
      System.exit(REFUSAL);
    }
    System.exit(0);
  }

  void require(int limit) {
    if (status == 0) {
      return;
    }
    if (status == REFUSAL && told.contains(REFUSED)) {
      throw new IllegalArgumentException(
          told.substring(told.indexOf(REFUSED) + REFUSED.length()).strip());
    }
    if (!told.contains(BEGUN)) {
      throw refuse(
          "a process of its own does not start (status " + status + brief() + ")",
          "the class path of this program cannot be given to another; give Trust.EXECUTES_CODE if"
              + " you know who made the file");
    }
    throw status == TOO_LONG
        ? refuse(
            "tried in a process of its own, it did not end in " + limit + " seconds",
            "-Ddistill.trial.seconds gives it more")
        : refuse(
            "tried in a process of its own, it ended that " + how() + brief(),
            "it is damaged, or not from whom you think");
  }

  /** Shells give 128 and the signal. */
  private String how() {
    return status > SIGNALS ? "by signal " + (status - SIGNALS) : "with status " + status;
  }

  private String brief() {
    String line = told.replace(BEGUN, "").replaceAll("[#\\s]+", " ").strip();
    String cut = line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    return cut.isEmpty() ? "" : ": " + cut;
  }

  private IllegalArgumentException refuse(String why, String wayOut) {
    return new IllegalArgumentException(
        file
            + " is refused: "
            + why
            + ", expected a program that opens and computes.\nMaybe "
            + wayOut
            + ".");
  }
}
