package org.distill4j.core.metric;

/** How numbers of each class become one. */
public enum Average {
  /** The mean over the classes that occur as a label or as a top class, each counting the same. */
  MACRO,
  /** The number over all examples of all classes together, which is the accuracy. */
  MICRO,
  /** The mean over the classes, each counting as often as it is the label. */
  WEIGHTED
}
