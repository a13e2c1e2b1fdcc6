package org.distill4j.data;

import java.util.List;

/**
 * A data set whose inputs are those of other data sets: some of their examples, several joined, or
 * the same with other labels. What was computed from the inputs of its sources, for example a
 * teacher's outputs, serves it too.
 */
public interface DataView extends Dataset {
  /**
   * An example of a source.
   *
   * @param data the source
   * @param id the example's id there
   */
  record Source(Dataset data, long id) {}

  /** {@return the data sets that its examples are from; none if it changes their inputs} */
  List<Dataset> sources();

  /**
   * Where an example is from.
   *
   * @param id its id in this data set
   * @return the source's example with the same input
   */
  Source source(long id);
}
