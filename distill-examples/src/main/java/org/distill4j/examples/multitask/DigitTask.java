package org.distill4j.examples.multitask;

import java.util.Locale;
import org.distill4j.core.data.DerivedLabels;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;

/** A question about a digit. */
enum DigitTask {
  /** Which digit it is. */
  DIGIT(10),
  /** Whether it is odd. */
  PARITY(2),
  /** Whether it is 5 or more. */
  LARGE(2);

  private final int classes;

  DigitTask(int classes) {
    this.classes = classes;
  }

  int classes() {
    return classes;
  }

  /** The name of the teacher's head and of its labels. */
  String head() {
    return name().toLowerCase(Locale.ROOT);
  }

  private int answer(int digit) {
    return switch (this) {
      case DIGIT -> digit;
      case PARITY -> digit % 2;
      case LARGE -> digit / 5;
    };
  }

  /** The data with this task's labels beside the others. */
  Dataset beside(Dataset digits) {
    return DerivedLabels.of(digits, Batch.LABELS, 10, head(), this::answer);
  }

  /** The data with this task's labels in place of the digits. */
  Dataset alone(Dataset digits) {
    return DerivedLabels.of(digits, Batch.LABELS, 10, Batch.LABELS, this::answer);
  }

  @Override
  public String toString() {
    return head();
  }
}
