package org.distill4j.core.data;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.distill4j.data.Dataset;

/**
 * Repeats examples of rare classes, so that a training meets them more often. For the opposite, the
 * same examples with more weight in the loss, give the loss weights of classes.
 */
public final class ClassSampling {
  private ClassSampling() {}

  /**
   * Repeats each example so that all classes become as frequent as the most frequent one, up to
   * chance.
   *
   * @param source the data set, which is read once
   * @param labels the name of the class labels; an example without a label is taken once
   * @param seed the seed that decides about fractions
   * @return the examples, those that are repeated in a row
   * @throws IllegalArgumentException if there are no such labels, or all are −1
   */
  public static Dataset balanced(Dataset source, String labels, long seed) {
    int[] classes = Labels.read(source, labels);
    int count = Arrays.stream(classes).max().orElse(-1) + 1;
    if (count == 0) {
      throw new IllegalArgumentException(
          "None of "
              + source.size()
              + " examples has a label \""
              + labels
              + "\", expected some to balance.\nMaybe the labels have another name.");
    }
    double[] counts = new double[count];
    Arrays.stream(classes).filter(c -> c >= 0).forEach(c -> counts[c]++);
    double most = Arrays.stream(counts).max().orElse(1);
    return sampled(
        source, classes, seed, Arrays.stream(counts).map(n -> n == 0 ? 0 : most / n).toArray());
  }

  /**
   * Repeats each example by the weight of its class: 2.5 is twice, and a third time by an even
   * chance; 0.1 is once in ten.
   *
   * @param source the data set, which is read once
   * @param labels the name of the class labels; an example without a label is taken once
   * @param seed the seed that decides about fractions
   * @param weights the weight of each class, finite and at least 0
   * @return the examples, those that are repeated in a row
   * @throws IllegalArgumentException if there are no such labels, a class has no weight, a weight
   *     is out of range, or no example is left
   */
  public static Dataset byClass(Dataset source, String labels, long seed, double... weights) {
    int[] classes = Labels.read(source, labels);
    int largest = Arrays.stream(classes).max().orElse(-1);
    boolean numbers = Arrays.stream(weights).allMatch(w -> w >= 0 && Double.isFinite(w));
    if (!numbers || largest >= weights.length) {
      throw new IllegalArgumentException(
          "The weights of the classes of \""
              + labels
              + "\" are "
              + Arrays.toString(weights)
              + ", expected a finite number of at least 0 for each of the classes 0 to "
              + largest
              + ".\nMaybe a class was left out.");
    }
    return sampled(source, classes, seed, weights);
  }

  private static Dataset sampled(Dataset source, int[] classes, long seed, double... weights) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] indexes =
        IntStream.range(0, classes.length)
            .flatMap(
                i -> {
                  double weight = classes[i] < 0 ? 1 : weights[classes[i]];
                  int times = (int) Math.floor(weight + random.nextDouble());
                  return IntStream.generate(() -> i).limit(times);
                })
            .toArray();
    return Subset.of(source, indexes);
  }
}
