package org.distill4j.core.data;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.distill4j.data.Dataset;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.TensorSpec;

/** Estimates how much memory examples take, to decide how many are handled at once. */
public final class ExampleBytes {
  /** The assumed length of a free axis, as its length differs from batch to batch. */
  private static final int FREE_LENGTH = 512;

  private static final long BYTES_AT_ONCE = 64L << 20;
  private static final long WORK_OF_NUMBER = 64;
  private static final long WORK_OF_ID = 32 << 10;

  private ExampleBytes() {}

  /**
   * Returns the bytes of one example's inputs.
   *
   * @param data the data set
   * @return the bytes
   */
  public static long ofInputs(Dataset data) {
    return count(data.inputs().values());
  }

  /**
   * Returns how many examples a pass over a data set reads at once, so that large ones do not fill
   * the memory: those whose inputs take 64 MiB, but at least one.
   *
   * @param data the data set
   * @param most the most examples
   * @return the number of examples, in [1, most]
   */
  public static int rows(Dataset data, int most) {
    return (int) Math.max(1, Math.min(most, BYTES_AT_ONCE / Math.max(1, ofInputs(data))));
  }

  /**
   * Returns the bytes of some tensors.
   *
   * @param specs their types and shapes
   * @return the bytes
   */
  public static long count(Collection<TensorSpec> specs) {
    return specs.stream().mapToLong(ExampleBytes::count).sum();
  }

  /**
   * Returns the bytes that a network of unknown kind is assumed to take while it computes an
   * example: 64 for each number of its inputs, and 32 KiB for each id, as a small transformer does.
   *
   * @param data the data set
   * @return the bytes
   */
  public static long ofWork(Dataset data) {
    return data.inputs().values().stream()
        .mapToLong(spec -> size(spec) * (spec.type() == DType.INT32 ? WORK_OF_ID : WORK_OF_NUMBER))
        .sum();
  }

  private static long count(TensorSpec spec) {
    return size(spec) * Float.BYTES;
  }

  private static long size(TensorSpec spec) {
    Map<String, Integer> lengths = new HashMap<>();
    spec.shape().freeAxes().forEach(axis -> lengths.put(axis, FREE_LENGTH));
    return spec.shape().fixed(lengths).size();
  }
}
