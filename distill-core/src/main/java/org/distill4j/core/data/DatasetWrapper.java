package org.distill4j.core.data;

import java.util.Map;
import java.util.Optional;
import org.distill4j.data.Dataset;
import org.distill4j.tensor.TensorSpec;

/** The examples of another data set, changed in one respect. */
abstract class DatasetWrapper implements Dataset {
  final Dataset source;

  DatasetWrapper(Dataset source) {
    this.source = source;
  }

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public long id(int index) {
    return source.id(index);
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return source.inputs();
  }

  @Override
  public Map<String, TensorSpec> labels() {
    return source.labels();
  }

  @Override
  public int length(int index) {
    return source.length(index);
  }

  @Override
  public Map<String, Integer> longest() {
    return source.longest();
  }

  @Override
  public Optional<String> padding() {
    return source.padding();
  }

  @Override
  public Repeatability repeatability() {
    return source.repeatability();
  }

  @Override
  public Dataset inEpoch(int epoch) {
    Dataset now = source.inEpoch(epoch);
    return now == source ? this : viewOf(now);
  }

  /** Returns this view of another data set of the same inputs and labels. */
  abstract Dataset viewOf(Dataset other);
}
