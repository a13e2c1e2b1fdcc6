package org.distill4j.core.data;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.tensor.TensorSpec;

/** Reads class labels out of a data set. */
public final class Labels {
  private static final int BATCH = 1024;

  private Labels() {}

  /**
   * All class labels of one name. It reads the data set once.
   *
   * @param data the data set
   * @param name the labels' name
   * @return the class of each example in the data set's order, −1 where unknown
   * @throws IllegalArgumentException if there are no class labels of that name
   */
  public static int[] read(Dataset data, String name) {
    requireClasses(data, name);
    int[] classes = new int[data.size()];
    HostAllocator memory = HostAllocator.recycling();
    int rows = ExampleBytes.rows(data, BATCH);
    for (int from = 0; from < classes.length; from += rows) {
      int to = Math.min(from + rows, classes.length);
      int[] indexes = IntStream.range(from, to).toArray();
      data.batch(memory, indexes).labels(name).ints().get(classes, from, indexes.length);
    }
    return classes;
  }

  /** Checks that there is one INT32 class for each example. */
  static void requireClasses(Dataset data, String name) {
    TensorSpec spec = data.labels().get(name);
    if (spec == null || !spec.equals(TensorSpec.ints())) {
      throw new IllegalArgumentException(
          "Labels \""
              + name
              + "\" are "
              + (spec == null ? "not there" : spec)
              + ", expected one INT32 class for each example, among "
              + Arrays.toString(data.labels().keySet().toArray())
              + ".\nMaybe the labels have another name.");
    }
  }
}
