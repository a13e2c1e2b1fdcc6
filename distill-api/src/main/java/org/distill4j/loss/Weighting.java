package org.distill4j.loss;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which examples or positions count in a mean, and how much. Weightings multiply; the mean is Σ
 * weight · value / Σ weight, where both sums run over the whole batch, however it is split for
 * accumulation, and 0 where nothing has a weight.
 *
 * <pre>{@code
 * signals.mean(perToken, Weighting.labelled("labels").times(Weighting.by("attention_mask")))
 * }</pre>
 *
 * @param factors what is multiplied; none for weights of 1
 */
public record Weighting(List<Factor> factors) {
  /** One of the weights that are multiplied. */
  public sealed interface Factor {
    /** {@return the name of the labels or of the input that holds the weights} */
    String name();
  }

  /**
   * 1 where a label is known, 0 where it is −1.
   *
   * @param name the name of the labels
   */
  public record Labelled(String name) implements Factor {}

  /**
   * The numbers of a tensor of the batch, 0 or above.
   *
   * @param name the tensor's name
   */
  public record By(String name) implements Factor {}

  /**
   * The weight of the class that is the label, and 0 where it is −1.
   *
   * @param name the name of the class labels
   * @param weights the weight of each class
   */
  public record ByClass(String name, List<Double> weights) implements Factor {
    /**
     * Checks the weights.
     *
     * @throws IllegalArgumentException if a weight is negative or not finite, or all are 0
     */
    public ByClass {
      weights = List.copyOf(weights);
      boolean numbers = weights.stream().allMatch(w -> w >= 0 && Double.isFinite(w));
      if (!numbers || weights.stream().allMatch(w -> w == 0)) {
        throw new IllegalArgumentException(
            "The weights of the classes of \""
                + name
                + "\" are "
                + weights
                + ", expected finite numbers of at least 0, not all of them 0.\n"
                + "Maybe 1 was meant for most classes and more for the rare ones.");
      }
    }
  }

  /** Takes a copy of the list. */
  public Weighting {
    factors = List.copyOf(factors);
  }

  /** {@return weights of 1: the mean over positions, then over examples} */
  public static Weighting none() {
    return new Weighting(List.of());
  }

  /**
   * Returns weights of 1 where there is a label.
   *
   * @param labels the name of labels of integers, or of numbers in [0, 1]; −1 means no label
   * @return the weighting
   */
  public static Weighting labelled(String labels) {
    return new Weighting(List.of(new Labelled(labels)));
  }

  /**
   * Returns the weights in a tensor of the batch, such as a mask of 0 and 1 or a weight for each
   * example.
   *
   * @param name its name among the labels, or the student's inputs; FLOAT32 or INT32, finite and
   *     not negative. Its shape is that of the values or begins it: (batch) weighs examples,
   *     (batch, length) tokens
   * @return the weighting
   */
  public static Weighting by(String name) {
    return new Weighting(List.of(new By(name)));
  }

  /**
   * Returns the weights of the labels' classes. Where there is no label (−1), the weight is 0.
   *
   * @param labels the name of the class labels
   * @param weights the weight of each class, finite and not negative, not all 0
   * @return the weighting
   * @throws IllegalArgumentException if a weight is out of range
   */
  public static Weighting byClass(String labels, double... weights) {
    return new Weighting(List.of(new ByClass(labels, Arrays.stream(weights).boxed().toList())));
  }

  /**
   * Returns the products of these weights and others.
   *
   * @param other the others
   * @return the weighting
   */
  public Weighting times(Weighting other) {
    List<Factor> all = new ArrayList<>(factors);
    all.addAll(other.factors);
    return new Weighting(all);
  }
}
