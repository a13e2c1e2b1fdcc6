package org.distill4j.examples.paper;

import java.util.Locale;

/** What a student learns from. */
enum TrainingTarget {
  /** Labels alone. */
  LABELS,
  /** The teacher's soft targets alone, no label. */
  SOFT_TARGETS;

  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** As it is given on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
