package org.distill4j.data;

import java.util.List;

/**
 * A data set that shares the inputs of other data sets: it selects some of their examples, joins
 * several, or gives them other labels. What was computed from the inputs of its sources, for
 * example a teacher's outputs, serves it too.
 */
public interface DataView extends Dataset {
  /**
   * An example of a source.
   *
   * @param data the source
   * @param id the example's id there
   */
  record Source(Dataset data, long id) {}

  /** {@return the data sets from which the examples come; none if this changes their inputs} */
  List<Dataset> sources();

  /**
   * Returns the source of an example.
   *
   * @param id its id in this data set
   * @return the source's example with the same input
   */
  Source source(long id);
}
