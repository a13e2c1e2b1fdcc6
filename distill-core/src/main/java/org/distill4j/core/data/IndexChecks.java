package org.distill4j.core.data;

import java.nio.file.Path;
import java.util.Arrays;
import org.distill4j.data.Dataset;

/** Checks of indexes in a data set. */
final class IndexChecks {
  private IndexChecks() {}

  static int require(int index, int size) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(
          "Example "
              + index
              + " was asked of a data set of "
              + size
              + ", expected a place in [0, "
              + size
              + ").\nMaybe the places are those of another data set.");
    }
    return index;
  }

  static int[] requireAll(Dataset data, int[] indexes) {
    Arrays.stream(indexes).forEach(index -> require(index, data.size()));
    return indexes;
  }

  /** Refuses a file or folder without examples. */
  static void requireSome(Path source, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          source + " holds no examples, expected at least 1.\nMaybe it was cut short.");
    }
  }

  static void requireSome(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "A data set of "
              + count
              + " examples, expected at least 1.\nMaybe a filter or a split left no examples.");
    }
  }
}
