package org.distill4j.examples.trial;

import org.distill4j.examples.mnist.Mnist;

/** Trains several models and measures them. */
@FunctionalInterface
public interface Study {
  /**
   * Trains and measures.
   *
   * @param bench what to work with
   * @param digits the digits
   * @param seeds the seeds, at least one
   * @return what was measured
   */
  Trials run(Workbench bench, Mnist digits, long... seeds);
}
