package org.distill4j.examples.trial;

/**
 * Trains several models and measures them.
 *
 * @param <D> the data that it learns from and measures on
 */
@FunctionalInterface
public interface Study<D> {
  /**
   * Trains and measures.
   *
   * @param bench what to work with
   * @param data the data
   * @param seeds the seeds, at least one
   * @return what was measured
   */
  StudyResults run(StudyEngine bench, D data, long... seeds);
}
