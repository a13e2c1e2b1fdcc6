package org.distill4j.examples.paper;

import java.util.Locale;

/** The digits of the transfer set. */
enum TransferDigits {
  /** The training digits as they are, as in the paper. */
  AS_IS,
  /**
   * The training digits shifted by up to 2 pixels, other ones each time, as the teacher saw them.
   */
  JITTERED;

  /** Returns the option's value for it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
