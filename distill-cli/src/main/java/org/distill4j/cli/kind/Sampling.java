package org.distill4j.cli.kind;

import org.distill4j.data.Dataset;

/** Makes the examples of a training of those of a data set, some of them several times. */
@FunctionalInterface
public interface Sampling {
  /**
   * Returns the examples.
   *
   * @param data the data set
   * @param seed the seed that decides about fractions
   * @return the changed data set
   */
  Expression<Dataset> sample(Expression<Dataset> data, Expression<Long> seed);
}
