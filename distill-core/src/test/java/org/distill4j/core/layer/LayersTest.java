package org.distill4j.core.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;
import static org.distill4j.core.layer.RecordedLayers.output;
import static org.distill4j.core.layer.RecordedLayers.parameters;

import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.distill4j.core.init.Initializers;
import org.distill4j.program.Recording;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Window;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Layers")
class LayersTest {
  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Nested
  @DisplayName("Dense")
  class DenseLayer {
    @Test
    @DisplayName("has a weight (in, out) and a bias (out)")
    void parametersOfDense() {
      Recording recording = RecordedLayers.training(Dense.of(3, 5), 2, 3);
      assertThat(output(recording)).isEqualTo(Shape.of(2, 5));
      assertThat(parameters(recording))
          .containsExactly(entry("weight", Shape.of(3, 5)), entry("bias", Shape.of(5)));
    }

    @Test
    @DisplayName("works on the last axis of longer shapes")
    void sequence() {
      assertThat(output(RecordedLayers.training(Dense.of(3, 5), 2, 7, 3)))
          .isEqualTo(Shape.of(2, 7, 5));
    }

    @Test
    @DisplayName("can go without a bias")
    void withoutBias() {
      Recording recording = RecordedLayers.training(Dense.of(3, 5).withoutBias(), 2, 3);
      assertThat(parameters(recording)).containsOnlyKeys("weight");
    }

    @Test
    @DisplayName("begins with the initializers it is given")
    void initializers() {
      Dense layer = Dense.of(2, 2).withWeight(Initializers.ones()).withBias(Initializers.zeros());
      Recording recording = RecordedLayers.training(layer, 1, 2);
      assertThat(recording.initialWeights(0).get("weight").toFloatArray())
          .containsExactly(1, 1, 1, 1);
      assertThat(recording.initialWeights(0).get("bias").toFloatArray()).containsExactly(0, 0);
    }

    @Test
    @DisplayName("begins within ±1 / √in")
    void bound() {
      Recording recording = RecordedLayers.training(Dense.of(100, 50), 1, 100);
      for (String name : new String[] {"weight", "bias"}) {
        float[] values = recording.initialWeights(1).get(name).toFloatArray();
        for (float value : values) {
          assertThat(value).isBetween(-0.1f, 0.1f);
        }
      }
    }

    @Test
    @DisplayName("refuses a width below 1")
    void widths() {
      refused(
          () -> Dense.of(0, 5),
          "The input width of a dense layer is 0, expected at least 1.\n"
              + "Maybe the arguments are in another order.");
      refused(
          () -> Dense.of(5, -1),
          "The output width of a dense layer is -1, expected at least 1.\n"
              + "Maybe the arguments are in another order.");
    }
  }

  @Nested
  @DisplayName("Conv2d")
  class Convolution {
    @Test
    @DisplayName("has a weight (out, in, size, size) and a bias (out)")
    void parametersOfConvolution() {
      Recording recording = RecordedLayers.training(Conv2d.of(3, 8, 5), 2, 3, 28, 28);
      assertThat(output(recording)).isEqualTo(Shape.of(2, 8, 24, 24));
      assertThat(parameters(recording))
          .containsExactly(entry("weight", Shape.of(8, 3, 5, 5)), entry("bias", Shape.of(8)));
    }

    @Test
    @DisplayName("strides, pads and dilates")
    void window() {
      Conv2d layer = Conv2d.of(1, 4, 3).withStride(2).withPadding(2).withDilation(2).withoutBias();
      Recording recording = RecordedLayers.training(layer, 1, 1, 9, 11);
      assertThat(output(recording)).isEqualTo(Shape.of(1, 4, 5, 6));
      assertThat(parameters(recording)).containsOnlyKeys("weight");
    }

    @Test
    @DisplayName("splits channels into groups")
    void groups() {
      Recording recording = RecordedLayers.training(Conv2d.of(4, 8, 1).withGroups(4), 1, 4, 2, 2);
      assertThat(parameters(recording).get("weight")).isEqualTo(Shape.of(8, 1, 1, 1));
      FloatBuffer bias = recording.initialWeights(3).get("bias").floats();
      assertThat(IntStream.range(0, 8).mapToObj(bias::get))
          .as("the bound is 1 / √1 when each output reads one channel")
          .anyMatch(value -> Math.abs(value) > 0.5f);
    }

    @Test
    @DisplayName("keeps going without a bias when it is split")
    void groupsWithoutBias() {
      assertThat(Conv2d.of(4, 8, 1).withoutBias().withGroups(2).bias()).isEmpty();
    }

    @Test
    @DisplayName("begins with the initializers it is given")
    void initializers() {
      Conv2d layer =
          Conv2d.of(1, 1, 1)
              .withWeight(Initializers.constant(2))
              .withBias(Initializers.constant(3));
      Recording recording = RecordedLayers.training(layer, 1, 1, 1, 1);
      assertThat(recording.initialWeights(0).get("weight").toFloatArray()).containsExactly(2);
      assertThat(recording.initialWeights(0).get("bias").toFloatArray()).containsExactly(3);
    }

    @Test
    @DisplayName("refuses groups that do not divide the channels")
    void wrongGroups() {
      refused(
          () -> Conv2d.of(6, 8, 3).withGroups(4),
          "The number of input channels is 6, expected a multiple of the number of groups, 4.\n"
              + "Maybe the arguments are in another order.");
      refused(
          () -> Conv2d.of(8, 6, 3).withGroups(4),
          "The number of output channels is 6, expected a multiple of the number of groups, 4.\n"
              + "Maybe the arguments are in another order.");
      refused(
          () -> Conv2d.of(8, 6, 3).withGroups(0),
          "The number of groups of a convolution is 0, expected at least 1.\n"
              + "Maybe the arguments are in another order.");
    }

    @Test
    @DisplayName("refuses channels and kernels below 1")
    void wrongNumbers() {
      assertThatIllegalArgumentException().isThrownBy(() -> Conv2d.of(0, 1, 1));
      assertThatIllegalArgumentException().isThrownBy(() -> Conv2d.of(1, 0, 1));
      refused(
          () -> Conv2d.of(1, 1, 0),
          "The kernel size of a convolution is 0, expected at least 1.\n"
              + "Maybe the arguments are in another order.");
    }
  }

  @Nested
  @DisplayName("Pooling")
  class Pooling {
    @Test
    @DisplayName("moves by its size unless told otherwise")
    void stride() {
      assertThat(output(RecordedLayers.training(MaxPool2d.of(2), 1, 3, 8, 9)))
          .isEqualTo(Shape.of(1, 3, 4, 4));
      assertThat(output(RecordedLayers.training(AveragePool2d.of(3).withStride(1), 1, 3, 8, 9)))
          .isEqualTo(Shape.of(1, 3, 6, 7));
    }

    @Test
    @DisplayName("pads")
    void padding() {
      MaxPool2d max = MaxPool2d.of(3).withStride(2).withPadding(1);
      AveragePool2d average = AveragePool2d.of(3).withStride(2).withPadding(1);
      assertThat(output(RecordedLayers.training(max, 1, 3, 8, 8))).isEqualTo(Shape.of(1, 3, 4, 4));
      assertThat(output(RecordedLayers.training(average, 1, 3, 8, 8)))
          .isEqualTo(Shape.of(1, 3, 4, 4));
    }

    @Test
    @DisplayName("refuses padding above half the size, dilation and sizes below 1")
    void wrongNumbers() {
      refused(
          () -> MaxPool2d.of(3).withPadding(2),
          "Pooling by 3 × 3 has Window[stride=3, padding=2, dilation=1], expected a padding of at"
              + " most half the size and dilation 1.\nMaybe a convolution was meant.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new AveragePool2d(3, Window.DEFAULT.withDilation(2)));
      refused(
          () -> AveragePool2d.of(0),
          "The size of a pooling window is 0, expected at least 1.\n"
              + "Maybe the arguments are in another order.");
    }

    @Test
    @DisplayName("over the whole image leaves (batch, channels)")
    void global() {
      assertThat(output(RecordedLayers.training(new GlobalAveragePool(), 2, 3, 4, 5)))
          .isEqualTo(Shape.of(2, 3));
    }

    @Test
    @DisplayName("over the whole image refuses what is not one")
    void globalOfFlat() {
      refused(
          () -> RecordedLayers.training(new GlobalAveragePool(), 2, 3),
          "GlobalAveragePool was given shape (2, 3), expected (batch, channels, height, width).\n"
              + "Maybe the layer before it has another width, or a reshape is missing.");
    }
  }

  @Nested
  @DisplayName("Flatten and Reshape")
  class Shapes {
    @Test
    @DisplayName("spare the batch axis")
    void shapes() {
      assertThat(output(RecordedLayers.training(new Flatten(), 2, 3, 4, 5)))
          .isEqualTo(Shape.of(2, 60));
      assertThat(output(RecordedLayers.training(Reshape.of(3, 20), 2, 3, 4, 5)))
          .isEqualTo(Shape.of(2, 3, 20));
    }

    @Test
    @DisplayName("refuse another number of elements")
    void wrongSize() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RecordedLayers.training(Reshape.of(7), 2, 3))
          .withMessageStartingWith("reshape of (2, 3) to [2, 7], expected the same number");
    }
  }

  @Nested
  @DisplayName("Activation")
  class Activations {
    @Test
    @DisplayName("keeps the shape and is called by its function's name")
    void shape() {
      for (Activation activation : Activation.values()) {
        assertThat(output(RecordedLayers.training(activation, 2, 3, 4)))
            .isEqualTo(Shape.of(2, 3, 4));
      }
      assertThat(Activation.values())
          .extracting(Activation::kind)
          .containsExactly("Relu", "Gelu", "Silu", "Sigmoid", "Tanh");
    }
  }

  @Nested
  @DisplayName("Dropout")
  class DropoutLayer {
    @Test
    @DisplayName("draws a number for each element in training")
    void training() {
      Recording recording = RecordedLayers.training(Dropout.of(0.5), 2, 3);
      assertThat(recording.feeds())
          .hasSize(2)
          .anySatisfy(feed -> assertThat(feed.spec().shape()).isEqualTo(Shape.of(2, 3)));
    }

    @Test
    @DisplayName("does nothing in evaluation or with rate 0")
    void off() {
      assertThat(RecordedLayers.evaluation(Dropout.of(0.5), 2, 3).nodes()).hasSize(1);
      assertThat(RecordedLayers.training(Dropout.of(0), 2, 3).nodes()).hasSize(1);
    }

    @Test
    @DisplayName("refuses a rate outside [0, 1)")
    void rate() {
      refused(
          () -> Dropout.of(1),
          "The dropout rate is 1.0, expected a number in [0, 1).\n"
              + "Maybe a percentage or the opposite share was meant.");
      assertThatIllegalArgumentException().isThrownBy(() -> Dropout.of(-0.1));
      assertThatIllegalArgumentException().isThrownBy(() -> Dropout.of(Double.NaN));
    }
  }

  @Nested
  @DisplayName("Embedding")
  class EmbeddingLayer {
    @Test
    @DisplayName("gives each id a vector")
    void shape() {
      Recording recording = RecordedLayers.ofIds(Embedding.of(100, 8), 2, 5);
      assertThat(output(recording)).isEqualTo(Shape.of(2, 5, 8));
      assertThat(parameters(recording)).containsExactly(entry("weight", Shape.of(100, 8)));
    }

    @Test
    @DisplayName("begins with the initializer it is given")
    void initializer() {
      Embedding layer = Embedding.of(2, 1).withWeight(Initializers.ones());
      assertThat(RecordedLayers.ofIds(layer, 1, 1).initialWeights(0).get("weight").toFloatArray())
          .containsExactly(1, 1);
    }

    @Test
    @DisplayName("refuses floats and tables without rows or width")
    void wrong() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RecordedLayers.training(Embedding.of(100, 8), 2, 5))
          .withMessageStartingWith("gatherRows, ids, was given");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Embedding.of(0, 8))
          .withMessageStartingWith("The number of rows of an embedding is 0, expected at least 1.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Embedding.of(8, 0))
          .withMessageStartingWith("The width of an embedding is 0, expected at least 1.");
    }
  }

  @Nested
  @DisplayName("LearnedPositions")
  class Positions {
    @Test
    @DisplayName("adds a table of the sequence's shape")
    void shape() {
      Recording recording = RecordedLayers.training(LearnedPositions.of(5, 8), 2, 5, 8);
      assertThat(output(recording)).isEqualTo(Shape.of(2, 5, 8));
      assertThat(parameters(recording)).containsExactly(entry("weight", Shape.of(5, 8)));
    }

    @Test
    @DisplayName("refuses longer sequences, and those of another width")
    void length() {
      refused(
          () -> RecordedLayers.training(LearnedPositions.of(5, 8), 2, 6, 8),
          "LearnedPositions was given 6 positions, expected at most 5.\n"
              + "Maybe cut longer sequences, or give the layer more positions.");
      refused(
          () -> RecordedLayers.training(LearnedPositions.of(5, 8), 2, 5, 7),
          "LearnedPositions was given shape (2, 5, 7), expected (batch, at most 5, 8).\n"
              + "Maybe the layer before it has another width, or a reshape is missing.");
    }
  }

  @Nested
  @DisplayName("RotaryPositions")
  class Rotary {
    @Test
    @DisplayName("have no parameters and keep the shape, of heads too")
    void shapes() {
      Recording recording = RecordedLayers.training(RotaryPositions.of(5), 2, 3, 5, 4);
      assertThat(output(recording)).isEqualTo(Shape.of(2, 3, 5, 4));
      assertThat(parameters(recording)).isEmpty();
    }

    @Test
    @DisplayName("refuse longer sequences, odd widths and numbers out of range")
    void wrong() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RecordedLayers.training(RotaryPositions.of(5), 2, 6, 4))
          .withMessage(
              "RotaryPositions was given 6 positions, expected at most 5.\n"
                  + "Maybe cut longer sequences, or give the layer more positions.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RecordedLayers.training(RotaryPositions.of(5), 2, 5, 3))
          .withMessageStartingWith(
              "RotaryPositions was given shape (2, 5, 3), expected (batch, …, length, width) of an"
                  + " even width.");
      assertThatIllegalArgumentException().isThrownBy(() -> RotaryPositions.of(0));
      assertThatIllegalArgumentException().isThrownBy(() -> RotaryPositions.of(5).withBase(0));
    }
  }

  @Test
  @DisplayName("Gates have dense layers, and refuse widths below 1 and other shapes")
  void gates() {
    assertThat(parameters(RecordedLayers.training(SwiGlu.of(4, 6), 2, 4)))
        .containsExactly(
            entry("gate.weight", Shape.of(4, 6)),
            entry("expand.weight", Shape.of(4, 6)),
            entry("contract.weight", Shape.of(6, 4)));
    assertThat(parameters(RecordedLayers.training(SqueezeExcite.of(4, 2), 2, 4, 3, 3)).keySet())
        .containsExactly("reduce.weight", "reduce.bias", "expand.weight", "expand.bias");
    assertThatIllegalArgumentException().isThrownBy(() -> SwiGlu.of(4, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> SqueezeExcite.of(4, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordedLayers.training(SqueezeExcite.of(4, 2), 2, 3, 3, 3))
        .withMessageStartingWith(
            "SqueezeExcite was given shape (2, 3, 3, 3), expected (batch, 4, height, width).");
  }
}
