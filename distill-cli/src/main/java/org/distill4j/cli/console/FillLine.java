package org.distill4j.cli.console;

import java.util.Locale;

/** How far the filling of a cache is, in the columns of {@link ProgressLine}. */
final class FillLine {
  private FillLine() {}

  static String text(String task, long examples, long total) {
    return String.format(Locale.ROOT, "%-9s  %,d of %,d examples", task, examples, total);
  }
}
