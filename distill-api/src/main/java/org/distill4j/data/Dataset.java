package org.distill4j.data;

import java.util.Map;
import java.util.Optional;
import org.distill4j.model.InputNames;
import org.distill4j.tensor.TensorSpec;

/**
 * Examples that can be read in any order. Reading is safe from several threads at once, since
 * batches are prepared beside the training step.
 */
public interface Dataset {
  /** Whether an example is the same each time it is read. */
  enum Repeatability {
    /** An index gives the same values each time. */
    FIXED,
    /** Examples are changed at random, in each epoch otherwise, as augmentation does. */
    RANDOM
  }

  /** {@return the number of examples} */
  int size();

  /**
   * Returns type and shape of one example's inputs by name, without the batch axis; {@code
   * Map.of(Inputs.INPUT, spec)} for a single input. An axis that is free has a length in each
   * batch, the same for all inputs and labels with an axis of that name.
   *
   * @return the inputs, in order
   */
  Map<String, TensorSpec> inputs();

  /**
   * Returns type and shape of one example's only input.
   *
   * @return the specification, without the batch axis
   * @throws IllegalArgumentException if there are several
   */
  default TensorSpec input() {
    return InputNames.only(inputs());
  }

  /** {@return whether an input has a free axis, so that batches differ in length} */
  default boolean hasFreeAxes() {
    return inputs().values().stream().anyMatch(spec -> !spec.shape().isFixed());
  }

  /** {@return type and shape of one example's labels by name, without the batch axis} */
  Map<String, TensorSpec> labels();

  /**
   * Returns the length of an example on its free axes. A training puts examples of similar lengths
   * into one batch, so that little of it is padding.
   *
   * @param index its position in this data set
   * @return the number of positions; 1 by default
   */
  default int length(int index) {
    return 1;
  }

  /**
   * Returns the name of the input that is 0 at padding and 1 elsewhere, for example of shape
   * (batch, length). What is padding counts in no mean of a loss or a metric over positions.
   *
   * @return the name; empty by default, if there is no padding
   */
  default Optional<String> padding() {
    return Optional.empty();
  }

  /**
   * Returns the largest length on each free axis, so that caches know how much room an example
   * needs.
   *
   * @return the lengths by the axes' names; empty by default
   */
  default Map<String, Integer> longest() {
    return Map.of();
  }

  /**
   * Reads examples into given memory.
   *
   * @param memory where the batch's tensors are put
   * @param indices their indexes in this data set, in the wanted order
   * @return the batch
   * @throws IndexOutOfBoundsException if there is no such index
   */
  Batch batch(HostAllocator memory, int... indices);

  /**
   * Reads examples into fresh memory.
   *
   * @param indices their indexes in this data set, in the wanted order
   * @return the batch
   * @throws IndexOutOfBoundsException if there is no such index
   */
  default Batch batch(int... indices) {
    return batch(HostAllocator.fresh(), indices);
  }

  /**
   * Returns the id of an example, which its batches carry too. Data sets that know it without
   * reading the example say so here.
   *
   * @param index its index in this data set
   * @return its id
   * @throws IndexOutOfBoundsException if there is no such index
   */
  default long id(int index) {
    return batch(index).id(0);
  }

  /**
   * Returns whether an example is the same each time it is read. What is computed from fixed
   * examples may be kept and used again. A data set that changes examples at random must say so,
   * and one that wraps another must ask it.
   *
   * @return FIXED by default
   */
  default Repeatability repeatability() {
    return Repeatability.FIXED;
  }

  /**
   * Returns the examples as a training reads them in one epoch. How they are changed at random
   * follows from this number and the data set's seed alone, so a resumed training reads the same
   * numbers. A data set that wraps another must forward the call.
   *
   * @param epoch the epoch, from 1
   * @return this data set by default
   */
  default Dataset inEpoch(int epoch) {
    return this;
  }

  /** {@return a text that changes when the data change; caches of derived values compare it} */
  String fingerprint();
}
