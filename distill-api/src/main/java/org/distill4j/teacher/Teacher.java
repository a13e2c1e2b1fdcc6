package org.distill4j.teacher;

import java.util.Map;
import java.util.OptionalLong;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.TensorSpec;

/**
 * A source of outputs to learn from: a model on any backend, an ensemble, a cache, a function. A
 * teacher is in evaluation mode, and as its outputs come to the student as host values, no gradient
 * can reach it.
 */
public interface Teacher {
  /** {@return type and shape of each output for one example, without the batch axis} */
  Map<String, TensorSpec> outputs();

  /**
   * Returns type and shape of each input for one example, without the batch axis, as the teacher
   * takes them. A training checks them before its first step.
   *
   * @return the inputs by name; empty by default, for a teacher that takes any
   */
  default Map<String, TensorSpec> inputs() {
    return Map.of();
  }

  /**
   * Returns about how many bytes an example takes while its outputs are computed, besides its
   * inputs and outputs. Whoever asks about many examples goes by it; see {@code CacheOptions}.
   *
   * @return the bytes; empty by default, if it is unknown
   */
  default OptionalLong workingBytes() {
    return OptionalLong.empty();
  }

  /**
   * Returns the outputs for a batch. A training uses the batch's memory again for a later batch; a
   * teacher that continues to work after it has answered must copy what it needs.
   *
   * @param batch the examples
   * @return its outputs, each with the batch on axis 0
   */
  Predictions predict(Batch batch);

  /**
   * Returns the teacher for the examples of a data set. The ids of two data sets may be the same,
   * so a teacher that answers by id must not be asked about just any batch: one that knows the
   * answers for some data set alone returns, for another, whom it has them from.
   *
   * @param data where the batches to come are from
   * @return this by default
   * @throws IllegalArgumentException if it cannot answer for this data set
   */
  default Teacher forData(Dataset data) {
    return this;
  }

  /** {@return a text that changes when the teacher changes; caches of its outputs compare it} */
  String fingerprint();
}
