package org.distill4j.core.metric;

/** The averaging of numbers over classes. */
public enum Average {
  /** The mean over the classes that occur as a label or as a top class, all with equal weight. */
  MACRO,
  /** The number over all examples of all classes together, which is the accuracy. */
  MICRO,
  /** The mean over the classes, weighted by how often each is the label. */
  WEIGHTED
}
