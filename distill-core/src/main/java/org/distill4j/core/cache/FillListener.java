package org.distill4j.core.cache;

/** Receives the progress of filling a cache, after each batch and on the filling thread. */
@FunctionalInterface
public interface FillListener {
  /**
   * Receives the progress after a batch.
   *
   * @param examples the number of examples whose outputs are cached by now, those of an earlier,
   *     interrupted filling included
   * @param total the number of examples of the data set
   */
  void filled(int examples, int total);
}
