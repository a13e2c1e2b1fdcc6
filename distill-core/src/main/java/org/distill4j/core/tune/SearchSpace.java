package org.distill4j.core.tune;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The values that a search tries: all combinations, or some that are drawn from a seed.
 *
 * @param values the values of each number by its name, in order
 */
public record SearchSpace(Map<String, List<Double>> values) {
  /** The name of a distillation's temperature. */
  public static final String TEMPERATURE = "temperature";

  /** The name of the weight of a distillation's soft term. */
  public static final String ALPHA = "alpha";

  /** The name of the learning rate. */
  public static final String LEARNING_RATE = "learningRate";

  private static final int MOST = 1_000_000;

  /**
   * Takes copies and checks the values.
   *
   * @throws IllegalArgumentException if there is no number, one has no values or one that is not
   *     finite, or there are more than a million combinations
   */
  public SearchSpace {
    Map<String, List<Double>> copies = new LinkedHashMap<>();
    values.forEach((name, all) -> copies.put(name, List.copyOf(all)));
    values = Collections.unmodifiableMap(copies);
    boolean filled = !values.isEmpty() && values.values().stream().noneMatch(List::isEmpty);
    boolean finite = values.values().stream().flatMap(List::stream).allMatch(Double::isFinite);
    if (!filled || !finite || size(values) > MOST) {
      throw new IllegalArgumentException(
          "The search space is "
              + values
              + ", expected at least one number, each with at least one value, all finite, and at"
              + " most a million combinations.\nMaybe a list is empty.");
    }
  }

  private static double size(Map<String, List<Double>> values) {
    return values.values().stream().mapToDouble(List::size).reduce(1, (a, b) -> a * b);
  }

  /**
   * The space of a distillation: temperature, α and learning rate.
   *
   * @param temperatures the temperatures
   * @param alphas the weights of the soft term
   * @param learningRates the learning rates
   * @return the space
   * @throws IllegalArgumentException if a list is empty or a value is not finite
   */
  public static SearchSpace of(
      List<Double> temperatures, List<Double> alphas, List<Double> learningRates) {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    values.put(TEMPERATURE, temperatures);
    values.put(ALPHA, alphas);
    values.put(LEARNING_RATE, learningRates);
    return new SearchSpace(values);
  }

  /**
   * A usual space: T of 1, 2, 4 and 8, α of 0.5, 0.9 and 1, learning rates of 5e-4, 1e-3, 2e-3 and
   * 4e-3.
   *
   * @return the space of 48 combinations
   */
  public static SearchSpace usual() {
    return of(List.of(1.0, 2.0, 4.0, 8.0), List.of(0.5, 0.9, 1.0), List.of(5e-4, 1e-3, 2e-3, 4e-3));
  }

  /** {@return the number of combinations} */
  public int size() {
    return (int) size(values);
  }

  /**
   * Draws combinations without repetition (random search: Bergstra and Bengio 2012).
   *
   * @param count how many; all of them if there are no more
   * @param seed the seed
   * @return the settings, in a random order
   * @throws IllegalArgumentException if the count is below 1
   */
  public List<TrialSettings> draw(int count, long seed) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "A search of " + count + " candidates, expected at least 1.\nMaybe leave it out.");
    }
    List<Integer> order = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < size(); i++) {
      order.add(random.nextInt(i + 1), i);
    }
    return order.stream().limit(count).map(this::combination).toList();
  }

  /** The last number changes fastest. */
  private TrialSettings combination(int index) {
    Map<String, Double> chosen = new LinkedHashMap<>();
    int rest = index;
    int block = size();
    for (Map.Entry<String, List<Double>> number : values.entrySet()) {
      block /= number.getValue().size();
      chosen.put(number.getKey(), number.getValue().get(rest / block));
      rest %= block;
    }
    return new TrialSettings(chosen);
  }
}
