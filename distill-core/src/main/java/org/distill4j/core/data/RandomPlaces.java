package org.distill4j.core.data;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Places of a data set in random order. */
final class RandomPlaces {
  private RandomPlaces() {}

  static int[] shuffled(int size, long seed) {
    int[] places = IntStream.range(0, size).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = places.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int place = places[i];
      places[i] = places[j];
      places[j] = place;
    }
    return places;
  }

  static int[] choose(int size, int count, long seed) {
    if (count < 1 || count > size) {
      throw new IllegalArgumentException(
          count
              + " examples were to be chosen of "
              + size
              + ", expected 1 to "
              + size
              + ".\nMaybe the number is of another data set.");
    }
    return Arrays.copyOf(shuffled(size, seed), count);
  }
}
