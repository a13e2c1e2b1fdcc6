package org.distill4j.examples.paper;

import java.util.Locale;

/** The targets of a student. */
enum TrainingTarget {
  /** Labels alone. */
  LABELS,
  /** The teacher's soft targets alone, no label. */
  SOFT_TARGETS;

  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Returns the option's value for it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
