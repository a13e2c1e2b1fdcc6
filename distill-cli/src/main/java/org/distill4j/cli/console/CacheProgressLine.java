package org.distill4j.cli.console;

import java.util.Locale;

/** The progress of a teacher, in the columns of {@link TrainingProgressLine}. */
final class CacheProgressLine {
  private CacheProgressLine() {}

  static String text(String task, long examples, long total) {
    return String.format(Locale.ROOT, "%-9s  %,d of %,d examples", task, examples, total);
  }

  /** Shows progress before a training, while its teacher computes its outputs for all examples. */
  static String asking(String task, long examples, long total) {
    return String.format(
        Locale.ROOT, "%-9s  its teacher is asked: %,d of %,d examples", task, examples, total);
  }
}
