package org.distill4j.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** The mean of a slice of the workers' values. Not a record, which Kryo cannot take. */
final class SliceMean implements Serializable {
  private static final long serialVersionUID = 1;

  private final int slice;
  private final float[] values;
  private final ArrayList<ResultSlice> workers;

  /**
   * A mean.
   *
   * @param slice the slice
   * @param values its means
   * @param workers what is told of each worker, without values; of the first slice alone
   */
  SliceMean(int slice, float[] values, List<ResultSlice> workers) {
    this.slice = slice;
    this.values = values;
    this.workers = new ArrayList<>(workers);
  }

  int slice() {
    return slice;
  }

  float[] values() {
    return values;
  }

  List<ResultSlice> workers() {
    return workers;
  }
}
