package org.distill4j.examples.paper;

import java.util.Locale;

/** The digits that students see. */
enum TransferDigits {
  /** The training digits as they are, as in the paper. */
  AS_IS,
  /**
   * The training digits shifted by up to 2 pixels, other ones each time, as the teacher saw them.
   */
  JITTERED;

  /** As it is given on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
