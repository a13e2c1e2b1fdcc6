package org.distill4j.core.data;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.distill4j.data.Dataset;
import org.distill4j.tensor.TensorSpec;

/** How much memory examples take, to decide how many are handled at once. */
public final class ExampleBytes {
  /** A free axis counts as this long, as its length differs from batch to batch. */
  private static final int FREE_LENGTH = 512;

  private ExampleBytes() {}

  /**
   * Returns the bytes of one example's inputs.
   *
   * @param data the data set
   * @return the bytes
   */
  public static long ofInputs(Dataset data) {
    return of(data.inputs().values());
  }

  /**
   * Returns the bytes of some tensors.
   *
   * @param specs their types and shapes
   * @return the bytes
   */
  public static long of(Collection<TensorSpec> specs) {
    return specs.stream().mapToLong(ExampleBytes::of).sum();
  }

  private static long of(TensorSpec spec) {
    Map<String, Integer> lengths = new HashMap<>();
    spec.shape().freeAxes().forEach(axis -> lengths.put(axis, FREE_LENGTH));
    return spec.shape().fixed(lengths).size() * Float.BYTES;
  }
}
