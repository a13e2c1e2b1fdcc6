package org.distill4j.core.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.distill4j.model.Initializer;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Initializers")
class InitializersTest {
  private static final Shape DENSE = Shape.of(300, 100);
  private static final Shape KERNEL = Shape.of(50, 20, 3, 3);

  private static double[] draw(Initializer initializer, Shape shape) {
    float[] values = new float[(int) shape.size()];
    initializer.fill(values, shape, new SplittableRandom(1));
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private static double mean(double[] values) {
    return DoubleStream.of(values).average().orElseThrow();
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    return Math.sqrt(DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).average().orElse(0));
  }

  private static void assertUniform(Initializer initializer, Shape shape, double bound) {
    double[] values = draw(initializer, shape);
    assertThat(DoubleStream.of(values).map(Math::abs).max().orElseThrow())
        .isLessThanOrEqualTo(bound * (1 + 1e-7))
        .isGreaterThan(bound * 0.99);
    assertThat(mean(values)).isCloseTo(0, within(bound * 0.03));
    assertThat(deviation(values)).isCloseTo(bound / Math.sqrt(3), within(bound * 0.02));
  }

  private static void assertNormal(Initializer initializer, Shape shape, double deviation) {
    double[] values = draw(initializer, shape);
    assertThat(mean(values)).isCloseTo(0, within(deviation * 0.04));
    assertThat(deviation(values)).isCloseTo(deviation, within(deviation * 0.03));
  }

  @Nested
  @DisplayName("scaled by fan")
  class Scaled {
    @Test
    @DisplayName("are uniform in ±1 / √fan-in by default")
    void kaimingUniform() {
      assertUniform(Initializers.kaimingUniform(), DENSE, 1 / Math.sqrt(300));
      assertUniform(Initializers.kaimingUniform(), KERNEL, 1 / Math.sqrt(20 * 9));
    }

    @Test
    @DisplayName("give biases the bound of their weight")
    void bias() {
      assertUniform(Initializers.biasFor(300), Shape.of(20_000), 1 / Math.sqrt(300));
    }

    @Test
    @DisplayName("follow He for ReLU")
    void kaimingRelu() {
      assertUniform(Initializers.kaimingUniformRelu(), DENSE, Math.sqrt(6.0 / 300));
      assertNormal(Initializers.kaimingNormalRelu(), DENSE, Math.sqrt(2.0 / 300));
      assertNormal(Initializers.kaimingNormalRelu(), KERNEL, Math.sqrt(2.0 / 180));
    }

    @Test
    @DisplayName("follow Glorot with both fans")
    void xavier() {
      assertUniform(Initializers.xavierUniform(), DENSE, Math.sqrt(6.0 / 400));
      assertUniform(Initializers.xavierUniform(), KERNEL, Math.sqrt(6.0 / (180 + 450)));
      assertNormal(Initializers.xavierNormal(), DENSE, Math.sqrt(2.0 / 400));
    }

    @Test
    @DisplayName("refuse shapes that have no fans")
    void noFans() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> draw(Initializers.xavierNormal(), Shape.of(7)))
          .withMessage(
              "An initializer that scales by fan was given shape (7), expected (in, out) of a dense"
                  + " layer or (out, in, height, width) of a convolution.\n"
                  + "Maybe uniform, normal or constant was meant.");
    }

    @Test
    @DisplayName("refuse a fan-in below 1")
    void noFanIn() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Initializers.biasFor(0))
          .withMessage("A bias for fan-in 0, expected at least 1.\nMaybe zeros was meant.");
    }
  }

  @Nested
  @DisplayName("of fixed ranges")
  class Fixed {
    @Test
    @DisplayName("set constants")
    void constants() {
      Shape shape = Shape.of(2);
      assertThat(draw(Initializers.zeros(), shape)).containsExactly(0, 0);
      assertThat(draw(Initializers.ones(), shape)).containsExactly(1, 1);
      assertThat(draw(Initializers.constant(-0.5), shape)).containsExactly(-0.5, -0.5);
    }

    @Test
    @DisplayName("draw evenly between two numbers")
    void uniform() {
      double[] values = draw(Initializers.uniform(2, 4), DENSE);
      assertThat(mean(values)).isCloseTo(3, within(0.02));
      assertThat(DoubleStream.of(values)).allMatch(value -> value >= 2.0 && value <= 4.0);
    }

    @Test
    @DisplayName("draw normally")
    void normal() {
      double[] values = draw(Initializers.normal(5, 0.5), DENSE);
      assertThat(mean(values)).isCloseTo(5, within(0.02));
      assertThat(deviation(values)).isCloseTo(0.5, within(0.02));
    }

    @Test
    @DisplayName("draw normally within two deviations")
    void truncated() {
      double[] values = draw(Initializers.truncatedNormal(1, 0.5), DENSE);
      assertThat(DoubleStream.of(values)).allMatch(value -> value >= 0.0 && value <= 2.0);
      assertThat(deviation(values)).isCloseTo(0.5 * 0.8796, within(0.01));
    }

    @Test
    @DisplayName("refuse empty ranges and numbers that are not finite")
    void wrong() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Initializers.uniform(1, 1))
          .withMessage(
              "Uniform values in [1.0, 1.0), expected a lower bound below the upper one.\n"
                  + "Maybe the bounds are swapped, or constant was meant.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Initializers.normal(1, 0))
          .withMessage(
              "Normal values with standard deviation 0.0, expected a number above 0.\n"
                  + "Maybe the arguments are in another order: (mean, deviation).");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Initializers.constant(Double.NaN))
          .withMessage(
              "An initializer's constant is NaN, expected a finite number.\n"
                  + "Maybe a division by zero came before it.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Initializers.truncatedNormal(Double.POSITIVE_INFINITY, 1));
    }
  }
}
