package org.distill4j.core.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.distill4j.core.layer.LayerRun.floats;

import java.util.Arrays;
import java.util.List;
import org.distill4j.core.init.Initializers;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.optim.Sgd;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.train.LossValues;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Layers by hand")
class LayerValuesTest {
  private static final HostTensor NINE = floats(Shape.of(1, 1, 3, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9);

  @Test
  @DisplayName("Dense multiplies by (in, out) and adds the bias")
  void dense() {
    LayerRun run =
        LayerRun.of(Dense.of(2, 3)).with("weight", 1, 2, 3, 10, 20, 30).with("bias", 0, 1, 2);
    assertThat(run.evaluate(floats(Shape.of(2, 2), 1, 1, 2, 0)))
        .containsExactly(11, 23, 35, 2, 5, 8);
  }

  @Nested
  @DisplayName("Conv2d")
  class Convolution {
    @Test
    @DisplayName("slides its kernel without turning it over, and adds the bias")
    void values() {
      LayerRun run = LayerRun.of(Conv2d.of(1, 1, 2)).with("weight", 1, 0, 0, 10).with("bias", 1);
      assertThat(run.evaluate(NINE)).containsExactly(52, 63, 85, 96);
    }

    @Test
    @DisplayName("strides over a padded image")
    void padding() {
      LayerRun run =
          LayerRun.of(Conv2d.of(1, 1, 3).withStride(2).withPadding(1).withoutBias())
              .with("weight", 1, 1, 1, 1, 1, 1, 1, 1, 1);
      assertThat(run.evaluate(NINE)).containsExactly(12, 16, 24, 28);
    }

    @Test
    @DisplayName("spreads its kernel by the dilation")
    void dilation() {
      LayerRun run =
          LayerRun.of(Conv2d.of(1, 1, 2).withDilation(2).withoutBias())
              .with("weight", 1, 10, 100, 1000);
      assertThat(run.evaluate(NINE)).containsExactly(9731);
    }

    @Test
    @DisplayName("of depth gives each channel a kernel of its own")
    void depthwise() {
      LayerRun run = LayerRun.of(Conv2d.depthwise(2, 1)).with("weight", 2, 3).with("bias", 1, -1);
      assertThat(run.evaluate(floats(Shape.of(1, 2, 1, 2), 1, 2, 3, 4)))
          .containsExactly(3, 5, 8, 11);
    }

    @Test
    @DisplayName("keeps groups apart and gives each output channel its bias")
    void groups() {
      LayerRun run =
          LayerRun.of(Conv2d.of(2, 2, 1).withGroups(2)).with("weight", 2, 3).with("bias", 1, -1);
      assertThat(run.evaluate(floats(Shape.of(1, 2, 1, 2), 1, 2, 3, 4)))
          .containsExactly(3, 5, 8, 11);
    }
  }

  @Test
  @DisplayName("Pooling takes the largest or the mean of each window")
  void pooling() {
    assertThat(LayerRun.of(MaxPool2d.of(2).withStride(1)).evaluate(NINE))
        .containsExactly(5, 6, 8, 9);
    assertThat(LayerRun.of(AveragePool2d.of(2).withStride(1)).evaluate(NINE))
        .containsExactly(3, 4, 6, 7);
    assertThat(LayerRun.of(new GlobalAveragePool()).evaluate(NINE)).containsExactly(5);
  }

  @Test
  @DisplayName("Activations are the functions they are called by")
  void activations() {
    HostTensor input = floats(Shape.of(1, 2), -1, 1);
    assertThat(LayerRun.of(Activation.RELU).evaluate(input)).containsExactly(0, 1);
    assertThat(LayerRun.of(Activation.GELU).evaluate(input))
        .containsExactly(new float[] {-0.158655f, 0.841345f}, within(1e-6f));
    assertThat(LayerRun.of(Activation.SILU).evaluate(input))
        .containsExactly(new float[] {-0.268941f, 0.731059f}, within(1e-6f));
    assertThat(LayerRun.of(Activation.SIGMOID).evaluate(input))
        .containsExactly(new float[] {0.268941f, 0.731059f}, within(1e-6f));
    assertThat(LayerRun.of(Activation.TANH).evaluate(input))
        .containsExactly(new float[] {-0.761594f, 0.761594f}, within(1e-6f));
  }

  @Test
  @DisplayName("Residual adds what went around, projected or not")
  void residual() {
    HostTensor input = floats(Shape.of(1, 2), 3, 5);
    assertThat(LayerRun.of(Residual.of(Activation.RELU)).evaluate(input)).containsExactly(6, 10);
    Dense ones = Dense.of(2, 1).withoutBias().withWeight(Initializers.ones());
    assertThat(LayerRun.of(Residual.of(ones).withProjection(ones)).evaluate(input))
        .containsExactly(16);
  }

  @Test
  @DisplayName("LearnedPositions adds a vector to each place")
  void positions() {
    LayerRun run = LayerRun.of(LearnedPositions.of(2, 2)).with("weight", 1, 2, 3, 4);
    assertThat(run.evaluate(floats(Shape.of(2, 2, 2), 0, 0, 0, 0, 10, 10, 10, 10)))
        .containsExactly(1, 2, 3, 4, 11, 12, 13, 14);
  }

  @Test
  @DisplayName("LearnedPositions adds the first vectors where the sequence is shorter")
  void fewPositions() {
    LayerRun run = LayerRun.of(LearnedPositions.of(3, 2)).with("weight", 1, 2, 3, 4, 5, 6);
    assertThat(run.evaluate(floats(Shape.of(1, 2, 2), 0, 0, 10, 10))).containsExactly(1, 2, 13, 14);
  }

  @Test
  @DisplayName("RotaryPositions turns pairs of the two halves, the later ones more slowly")
  void rotary() {
    // Width 4 and base 100: position t turns (x₀, x₂) by t and (x₁, x₃) by t / 10.
    LayerRun run = LayerRun.of(RotaryPositions.of(9).withBase(100));
    double[] turned = {
      Math.cos(1), -2 * Math.sin(0.1), Math.sin(1), 2 * Math.cos(0.1),
      -Math.sin(2), 3 * Math.cos(0.2), Math.cos(2), 3 * Math.sin(0.2)
    };
    double[] values = run.train(floats(Shape.of(1, 3, 4), 5, 6, 7, 8, 1, 0, 0, 2, 0, 3, 1, 0));
    assertThat(values).startsWith(5, 6, 7, 8);
    assertThat(Arrays.copyOfRange(values, 4, 12)).containsExactly(turned, within(1e-7));
  }

  @Test
  @DisplayName("SwiGlu multiplies x / (1 + exp(−x)) of the gate by what is expanded")
  void swiGlu() {
    LayerRun run =
        LayerRun.of(SwiGlu.of(2, 1))
            .with("gate.weight", 1, 0)
            .with("expand.weight", 0, 1)
            .with("contract.weight", 2, -1);
    double gated = 3 / (1 + Math.exp(-3)) * 5;
    assertThat(run.train(floats(Shape.of(1, 2), 3, 5)))
        .containsExactly(new double[] {2 * gated, -gated}, within(1e-12));
  }

  @Test
  @DisplayName("SqueezeExcite multiplies channels by what their means say")
  void squeezeExcite() {
    LayerRun run =
        LayerRun.of(SqueezeExcite.of(2, 1))
            .with("reduce.weight", 1, -1)
            .with("reduce.bias", 1)
            .with("expand.weight", 0, 2)
            .with("expand.bias", 0, 1);
    // Means 4 and 2, so relu(4 − 2 + 1) = 3: factors sigmoid(0) and sigmoid(7).
    double factor = 1 / (1 + Math.exp(-7));
    assertThat(run.train(floats(Shape.of(1, 2, 1, 2), 3, 5, 1, 3)))
        .containsExactly(new double[] {1.5, 2.5, factor, 3 * factor}, within(1e-12));
  }

  @Test
  @DisplayName("MeanPool averages positions, those alone that a mask leaves")
  void meanPool() {
    HostTensor input = floats(Shape.of(2, 2, 2), 1, 2, 3, 6, 5, 7, 9, 9);
    assertThat(LayerRun.of(MeanPool.of()).evaluate(input)).containsExactly(2, 4, 7, 8);
    HostTensor mask = HostTensor.ofInts(Shape.of(2, 2), 1, 0, 1, 1);
    assertThat(LayerRun.of(MeanPool.masked("mask")).input("mask", mask).evaluate(input))
        .containsExactly(1, 2, 7, 8);
    HostTensor nothing = HostTensor.ofInts(Shape.of(2, 2), 0, 0, 0, 0);
    assertThat(LayerRun.of(MeanPool.masked("mask")).input("mask", nothing).evaluate(input))
        .containsOnly(0);
  }

  @Test
  @DisplayName("FirstPosition takes the first")
  void firstPosition() {
    assertThat(
            LayerRun.of(new FirstPosition())
                .evaluate(floats(Shape.of(2, 2, 2), 1, 2, 3, 6, 5, 7, 9, 9)))
        .containsExactly(1, 2, 5, 7);
  }

  @Test
  @DisplayName("L2Norm divides by the length, and leaves zeros")
  void l2Norm() {
    assertThat(
            LayerRun.of(new L2Norm()).evaluate(floats(Shape.of(2, 2, 2), 3, 4, 0, 0, -8, 6, 0, 2)))
        .containsExactly(new float[] {0.6f, 0.8f, 0, 0, -0.8f, 0.6f, 0, 1}, within(1e-6f));
  }

  @Test
  @DisplayName("L2Norm has no gradient along a vector, and none that is NaN at zeros")
  void l2NormGradient() {
    LayerRun run =
        LayerRun.of(Sequential.of(Embedding.of(2, 2)).then("norm", new L2Norm()))
            .with("embedding1.weight", 3, 4, 0, 0)
            .with(Sgd.of(1));
    HostTensor ids = HostTensor.ofInts(Shape.of(1, 1), 0);
    // The derivative of y₁ + y₂ is (1 − y·(y₁ + y₂)) / 5 = (0.16 / 5, −0.12 / 5).
    assertThat(table(run, ids).toFloatArray())
        .containsExactly(new float[] {3 - 0.032f, 4 + 0.024f, 0, 0}, within(1e-6f));
    HostTensor zeros = HostTensor.ofInts(Shape.of(1, 1), 1);
    assertThat(table(run, zeros).firstNonFinite()).isEmpty();
  }

  private static HostTensor table(LayerRun run, HostTensor ids) {
    return run.trained(ids, 1, LayerRun::elements).weights().get("embedding1.weight");
  }

  @Test
  @DisplayName("Attention leaves padding out: one token attends to itself alone")
  void maskedAttention() {
    float[] identities = {1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1};
    LayerRun run =
        LayerRun.of(MultiHeadAttention.of(2, 1).withPadding("mask"))
            .with("input.weight", identities)
            .with("output.weight", 1, 0, 0, 1)
            .input("mask", HostTensor.ofInts(Shape.of(1, 2), 1, 0));
    assertThat(run.evaluate(floats(Shape.of(1, 2, 2), 3, 5, 100, -100)))
        .containsExactly(3, 5, 3, 5);
  }

  @Nested
  @DisplayName("Embedding")
  class Table {
    private final HostTensor ids = HostTensor.ofInts(Shape.of(1, 3), 2, 0, 2);

    @Test
    @DisplayName("looks its rows up")
    void values() {
      LayerRun run = LayerRun.of(Embedding.of(3, 2)).with("weight", 1, 2, 3, 4, 5, 6);
      assertThat(run.evaluate(ids)).containsExactly(5, 6, 1, 2, 5, 6);
    }

    @Test
    @DisplayName("trains a row by all the places that looked it up")
    void gradient() {
      LayerRun run = LayerRun.of(Embedding.of(3, 1)).with("weight", 10, 20, 30).with(Sgd.of(1));
      assertThat(run.trained(ids, 1, LayerRun::elements).weights().get("weight").toFloatArray())
          .containsExactly(9, 20, 28);
    }
  }

  @Nested
  @DisplayName("Dropout")
  class Dropping {
    private static LossTerms shares(Signals signals) {
      Tensor output = signals.student().logits();
      Tensor zeros = output.equalTo(Tensor.of(0)).toFloat();
      return LossTerms.total(output.mean())
          .and("zeros", zeros.mean())
          .and("max", output.max())
          .and("first columns", zeros.slice(1, 0, 200).mean());
    }

    private List<LossValues> run(int steps) {
      float[] ones = new float[40_000];
      Arrays.fill(ones, 1);
      HostTensor input = floats(Shape.of(100, 400), ones);
      return LayerRun.of(Dropout.of(0.25)).trained(input, steps, Dropping::shares).losses();
    }

    @Test
    @DisplayName("sets the share of its rate to 0 and scales the others up")
    void shares() {
      LossValues values = run(1).get(0);
      assertThat(values.get("zeros")).isBetween(0.24, 0.26);
      assertThat(values.get("first columns")).isBetween(0.235, 0.265);
      assertThat(values.get("max")).isEqualTo(4 / 3f);
      assertThat(values.total()).isBetween(0.985, 1.015);
    }

    @Test
    @DisplayName("draws anew at each step, and the same again from the same seed")
    void fresh() {
      List<LossValues> values = run(2);
      assertThat(values.get(0)).isNotEqualTo(values.get(1));
      assertThat(run(2)).isEqualTo(values);
    }

    @Test
    @DisplayName("changes nothing in evaluation")
    void evaluation() {
      assertThat(LayerRun.of(Dropout.of(0.9)).evaluate(floats(Shape.of(1, 2), 3, 4)))
          .containsExactly(3, 4);
    }

    @Test
    @DisplayName("gives no gradient to what it dropped")
    void gradient() {
      float[] ones = new float[64];
      Arrays.fill(ones, 1);
      Sequential scaled =
          Sequential.of(
              (scope, x) -> x.mul(scope.parameter("w", Shape.of(64), Initializers.ones())),
              Dropout.of(0.5));
      LayerRun.Trained trained =
          LayerRun.of(scaled)
              .with(Sgd.of(1))
              .trained(floats(Shape.of(1, 64), ones), 1, LayerRun::elements);
      float[] after = trained.weights().get("layer1.w").toFloatArray();
      for (int i = 0; i < after.length; i++) {
        double output = trained.losses().get(0).get("y" + i);
        assertThat((double) after[i])
            .as("a kept one is 2 and has gradient 2")
            .isEqualTo(1 - output);
      }
    }
  }
}
