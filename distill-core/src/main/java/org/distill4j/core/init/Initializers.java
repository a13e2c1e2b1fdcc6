package org.distill4j.core.init;

import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.distill4j.model.Initializer;

/**
 * Initializers: ways to draw a parameter's initial values. Those that scale by fan read it from the
 * shape: a dense weight is (in, out), with fan-in = in and fan-out = out; a convolution's is (out,
 * in / groups, height, width), with fan-in = in / groups · height · width and fan-out = out ·
 * height · width.
 */
public final class Initializers {
  private static final double RELU_GAIN = Math.sqrt(2);
  private static final double CUT = 2;

  private Initializers() {}

  /** {@return all zeros} */
  public static Initializer zeros() {
    return Initializer.constant(0);
  }

  /** {@return all ones} */
  public static Initializer ones() {
    return Initializer.constant(1);
  }

  /**
   * Returns an initializer that sets all elements to one value.
   *
   * @param value the value, finite
   * @return the initializer
   * @throws IllegalArgumentException if the value is not finite
   */
  public static Initializer constant(double value) {
    requireFinite("constant", value);
    return Initializer.constant(value);
  }

  /**
   * Returns a uniform distribution between two numbers.
   *
   * @param from the smallest value
   * @param to the bound above, larger than {@code from}
   * @return the initializer
   * @throws IllegalArgumentException if the range is empty or not finite
   */
  public static Initializer uniform(double from, double to) {
    requireFinite("lower bound", from);
    requireFinite("upper bound", to);
    if (from >= to) {
      throw new IllegalArgumentException(
          "Uniform values in ["
              + from
              + ", "
              + to
              + "), expected a lower bound below the upper one.\n"
              + "Maybe the bounds are swapped, or constant was meant.");
    }
    return (values, shape, random) -> fill(values, random, r -> from + (to - from) * unit(r));
  }

  /**
   * Returns a normal distribution.
   *
   * @param mean the mean
   * @param deviation the standard deviation, above 0
   * @return the initializer
   * @throws IllegalArgumentException if a number is out of range
   */
  public static Initializer normal(double mean, double deviation) {
    requireDistribution(mean, deviation);
    return (values, shape, random) ->
        fill(values, random, r -> mean + deviation * r.nextGaussian());
  }

  /**
   * Returns a normal distribution whose values further than two standard deviations from the mean
   * are drawn again. The deviation is the one before the cut; after it, it is 0.88 times that.
   *
   * @param mean the mean
   * @param deviation the standard deviation before the cut, above 0
   * @return the initializer
   * @throws IllegalArgumentException if a number is out of range
   */
  public static Initializer truncatedNormal(double mean, double deviation) {
    requireDistribution(mean, deviation);
    return (values, shape, random) -> fill(values, random, r -> mean + deviation * cut(r));
  }

  /**
   * Returns the uniform distribution in ±1 / √fan-in, which PyTorch's Linear and Conv2d begin with
   * (there written as Kaiming's with a = √5). The default of this library's layers.
   *
   * @return the initializer of a weight
   */
  public static Initializer kaimingUniform() {
    return (values, shape, random) ->
        uniformWithin(1 / Math.sqrt(FanSizes.of(shape).in())).fill(values, shape, random);
  }

  /**
   * Returns the uniform distribution in ±1 / √fan-in of a weight, for the bias that belongs to
   * {@link #kaimingUniform}.
   *
   * @param fanIn the number of values that each output reads, at least 1
   * @return the initializer of a bias
   * @throws IllegalArgumentException if the fan-in is below 1
   */
  public static Initializer biasFor(long fanIn) {
    if (fanIn < 1) {
      throw new IllegalArgumentException(
          "A bias for fan-in " + fanIn + ", expected at least 1.\nMaybe zeros was meant.");
    }
    return uniformWithin(1 / Math.sqrt((double) fanIn));
  }

  /**
   * Returns the uniform distribution in ±√(6 / fan-in), which keeps the variance through ReLU
   * layers (He et al. 2015).
   *
   * @return the initializer
   */
  public static Initializer kaimingUniformRelu() {
    return (values, shape, random) -> {
      double deviation = RELU_GAIN / Math.sqrt(FanSizes.of(shape).in());
      uniformWithin(Math.sqrt(3) * deviation).fill(values, shape, random);
    };
  }

  /**
   * Returns the normal distribution with mean 0 and deviation √(2 / fan-in), which keeps the
   * variance through ReLU layers (He et al. 2015, eq. 10).
   *
   * @return the initializer
   */
  public static Initializer kaimingNormalRelu() {
    return (values, shape, random) ->
        normal(0, RELU_GAIN / Math.sqrt(FanSizes.of(shape).in())).fill(values, shape, random);
  }

  /**
   * Returns the uniform distribution in ±√(6 / (fan-in + fan-out)) (Glorot and Bengio 2010, eq.
   * 16).
   *
   * @return the initializer
   */
  public static Initializer xavierUniform() {
    return (values, shape, random) -> {
      FanSizes fans = FanSizes.of(shape);
      uniformWithin(Math.sqrt(6.0 / (fans.in() + fans.out()))).fill(values, shape, random);
    };
  }

  /**
   * Returns the normal distribution with mean 0 and deviation √(2 / (fan-in + fan-out)) (Glorot and
   * Bengio 2010, eq. 12).
   *
   * @return the initializer
   */
  public static Initializer xavierNormal() {
    return (values, shape, random) -> {
      FanSizes fans = FanSizes.of(shape);
      normal(0, Math.sqrt(2.0 / (fans.in() + fans.out()))).fill(values, shape, random);
    };
  }

  private static Initializer uniformWithin(double bound) {
    return uniform(-bound, bound);
  }

  private static void fill(
      float[] values, RandomGenerator random, ToDoubleFunction<RandomGenerator> draw) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) draw.applyAsDouble(random);
    }
  }

  private static double unit(RandomGenerator random) {
    return random.nextDouble();
  }

  private static double cut(RandomGenerator random) {
    double value = random.nextGaussian();
    while (Math.abs(value) > CUT) {
      value = random.nextGaussian();
    }
    return value;
  }

  private static void requireDistribution(double mean, double deviation) {
    requireFinite("mean", mean);
    requireFinite("standard deviation", deviation);
    if (deviation <= 0) {
      throw new IllegalArgumentException(
          "Normal values with standard deviation "
              + deviation
              + ", expected a number above 0.\n"
              + "Maybe the arguments are in another order: (mean, deviation).");
    }
  }

  private static void requireFinite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "An initializer's "
              + name
              + " is "
              + value
              + ", expected a finite number.\nMaybe a division by zero came before it.");
    }
  }
}
