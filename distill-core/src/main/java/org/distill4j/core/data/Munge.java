package org.distill4j.core.data;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.distill4j.data.Dataset;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * Makes further examples for a teacher to label where there are few: MUNGE (Bucilă, Caruana and
 * Niculescu-Mizil 2006, "Model Compression", section 2.3).
 *
 * <p>A copy of the data goes through its examples one by one. Each exchanges some of its numbers
 * with its nearest neighbour: with probability p a number a is drawn anew around the neighbour's
 * number b, and the neighbour's around a, from normal distributions of standard deviation |a − b| /
 * s. Of numbers that are codes of categories, the two are swapped. What comes out lies where the
 * data lie, but keeps no row of them.
 *
 * <p>Neighbours are those in the data as given, by the Euclidean distance of numbers scaled to [0,
 * 1] by their smallest and largest value; two categories are 0 or 1 apart. Finding them takes n²
 * distances for n examples.
 *
 * @param copies how many copies of the data are made, k; at least 1
 * @param swap the probability that a number changes, p; in (0, 1]
 * @param locality the larger, the nearer new numbers stay to old ones, s; positive
 * @param seed the seed of the changes
 */
public record Munge(int copies, double swap, double locality, long seed) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Munge {
    if (copies < 1 || !(swap > 0 && swap <= 1) || !(locality > 0)) {
      throw new IllegalArgumentException(
          """
          Munge of %d copies, swap %s and locality %s, expected at least 1 copy, a swap in (0, 1] \
          and a positive locality.
          Maybe start with Munge.of(10).\
          """
              .formatted(copies, swap, locality));
    }
  }

  /**
   * Returns the method with p = 0.5 and s = 1, from seed 0.
   *
   * @param copies how many copies of the data are made; at least 1
   * @return the rule
   * @throws IllegalArgumentException if there are none
   */
  public static Munge of(int copies) {
    return new Munge(copies, 0.5, 1, 0);
  }

  /**
   * Makes new examples.
   *
   * @param source at least two examples of one input, FLOAT32 numbers (columns); all are read into
   *     memory
   * @param categories the columns, from 0, that hold codes of categories
   * @return as many examples as the source has, times the number of copies; class labels are −1,
   *     for unknown
   * @throws IllegalArgumentException if the source has other inputs, or no such columns
   */
  public InMemoryDataset examples(Dataset source, int... categories) {
    int columns = columns(source);
    boolean[] category = new boolean[columns];
    for (int column : categories) {
      requireColumn(column, columns);
      category[column] = true;
    }
    int rows = source.size();
    float[] given = source.batch(IntStream.range(0, rows).toArray()).input().toFloatArray();
    int[] neighbours = new NearestRows(given, columns, category).nearest();
    float[] made = new float[Math.multiplyExact(copies, given.length)];
    SplittableRandom random = new SplittableRandom(seed);
    for (int copy = 0; copy < copies; copy++) {
      float[] changed = given.clone();
      for (int row = 0; row < rows; row++) {
        exchange(changed, row * columns, neighbours[row] * columns, category, random);
      }
      System.arraycopy(changed, 0, made, copy * given.length, given.length);
    }
    int count = copies * rows;
    return InMemoryDataset.of(
        Map.of(
            source.inputs().keySet().iterator().next(),
            HostTensor.ofFloats(source.input().shape().prepend(count), made)),
        unknown(source, count));
  }

  private void exchange(
      float[] values, int one, int other, boolean[] category, SplittableRandom random) {
    for (int column = 0; column < category.length; column++) {
      if (random.nextDouble() >= swap) {
        continue;
      }
      float a = values[one + column];
      float b = values[other + column];
      double deviation = category[column] ? 0 : Math.abs(a - b) / locality;
      values[one + column] = (float) (b + deviation * random.nextGaussian());
      values[other + column] = (float) (a + deviation * random.nextGaussian());
    }
  }

  private static Map<String, HostTensor> unknown(Dataset source, int count) {
    Map<String, HostTensor> labels = new LinkedHashMap<>();
    Unlabelled.of(source)
        .labels()
        .forEach(
            (name, spec) -> {
              HostTensor none =
                  HostTensor.allocate(new TensorSpec(DType.INT32, spec.shape().prepend(count)));
              for (int i = 0; i < none.size(); i++) {
                none.ints().put(i, -1);
              }
              labels.put(name, none);
            });
    return labels;
  }

  private static int columns(Dataset source) {
    TensorSpec input = source.input();
    if (input.type() != DType.FLOAT32 || input.shape().rank() != 1 || source.size() < 2) {
      throw new IllegalArgumentException(
          """
          Munge was given %d examples of %s, expected at least two of FLOAT32 (columns).
          Maybe flatten them, or encode the table first.\
          """
              .formatted(source.size(), input));
    }
    return input.shape().dim(0);
  }

  private static void requireColumn(int column, int columns) {
    if (column < 0 || column >= columns) {
      throw new IllegalArgumentException(
          "Category column %d of examples with %d columns, expected 0 to %d.\nMaybe count from 0."
              .formatted(column, columns, columns - 1));
    }
  }
}
