package org.distill4j.core.data;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.distill4j.data.Dataset;

/**
 * Two parts of a data set without common examples, for training and validation.
 *
 * @param first one part
 * @param second the rest
 */
public record Split(Dataset first, Dataset second) {
  /**
   * Splits in the data set's order.
   *
   * @param data the whole data set
   * @param count the number of examples of the first part
   * @return both parts
   * @throws IllegalArgumentException if a part would be empty
   */
  public static Split at(Dataset data, int count) {
    return cut(data, IntStream.range(0, data.size()).toArray(), count);
  }

  /**
   * Splits at random.
   *
   * @param data the whole data set
   * @param share the first part's share, in (0, 1); its size is rounded to the nearest
   * @param seed the seed
   * @return both parts
   * @throws IllegalArgumentException if a part would be empty
   */
  public static Split random(Dataset data, double share, long seed) {
    int[] shuffled = RandomPlaces.shuffled(data.size(), seed);
    return cut(data, shuffled, (int) Math.round(share * data.size()));
  }

  private static Split cut(Dataset data, int[] indexes, int count) {
    if (count < 1 || count >= indexes.length) {
      throw new IllegalArgumentException(
          "A data set of "
              + indexes.length
              + " examples was split after "
              + count
              + ", expected at least 1 example in each part.\n"
              + "Maybe the share is not a number between 0 and 1.");
    }
    return new Split(
        Subset.of(data, Arrays.copyOf(indexes, count)),
        Subset.of(data, Arrays.copyOfRange(indexes, count, indexes.length)));
  }
}
