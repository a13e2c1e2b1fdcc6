package org.distill4j.core.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.distill4j.core.init.Initializers;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.GlobalAveragePool;
import org.distill4j.core.layer.MaxPool2d;
import org.distill4j.core.layer.Residual;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.layer.TransformerBlock;
import org.distill4j.core.model.Models;
import org.distill4j.ir.Gradients;
import org.distill4j.model.Layer;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.tensor.Window;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A model's summary")
class ModelSummaryTest {
  private static ModelSummary of(Layer layer, int... input) {
    return ModelSummary.summarize(Models.of(Shape.of(input), layer));
  }

  @Test
  @DisplayName("prints an aligned table with totals")
  void table() {
    assertThat(ModelSummary.summarize(Models.mlp(784, 128, 10)))
        .hasToString(
            """
            Layer   Kind   Output        Parameters    FLOPs
            ------------------------------------------------
            input          FLOAT32(784)
            dense1  Dense  (128)            100,480  200,832
            relu1   Relu   (128)                  0      128
            dense2  Dense  (10)               1,290    2,570
            ------------------------------------------------
            total                           101,770  203,530\
            """);
  }

  @Test
  @DisplayName("counts states apart from parameters")
  void states() {
    ModelSummary summary = of(Sequential.of(Dense.of(4, 8), BatchNorm.of(8)), 4);
    assertThat(summary.parameters()).isEqualTo(4 * 8 + 8 + 8 + 8);
    assertThat(summary.states()).isEqualTo(16);
    assertThat(summary.toString())
        .endsWith("\nand 16 values of state that are kept but not trained");
  }

  @Test
  @DisplayName("gives inputs and outputs without the batch")
  void inputsAndOutputs() {
    ModelSummary summary =
        ModelSummary.summarize(Models.of(TensorSpec.ints(3), Embedding.of(9, 4)));
    assertThat(summary.inputs()).isEqualTo(Map.of("input", TensorSpec.ints(3)));
    assertThat(summary.outputs()).containsOnlyKeys("logits");
    assertThat(summary.outputs()).containsValue(TensorSpec.floats(3, 4));
  }

  @Nested
  @DisplayName("lists layers")
  class Layers {
    @Test
    @DisplayName("each before those inside it, and gives each its own counts")
    void order() {
      Layer block = Residual.of(Sequential.of(Dense.of(4, 4).withoutBias(), Activation.RELU));
      assertThat(of(Sequential.of(block, Dense.of(4, 2)), 4).layers())
          .extracting(LayerSummary::path, LayerSummary::parameters, LayerSummary::flops)
          .containsExactly(
              tuple("residual1", 0L, 4L),
              tuple("residual1.body", 0L, 0L),
              tuple("residual1.body.dense1", 16L, 32L),
              tuple("residual1.body.relu1", 0L, 4L),
              tuple("dense1", 10L, 18L));
    }

    @Test
    @DisplayName("that add up to the model")
    void sums() {
      ModelSummary summary = of(TransformerBlock.of(8, 2).withDropout(0.1), 5, 8);
      assertThat(summary.layers().stream().mapToLong(LayerSummary::parameters).sum())
          .isEqualTo(summary.parameters())
          .isEqualTo(8 * 24 + 24 + 8 * 8 + 8 + 2 * 16 + 8 * 32 + 32 + 32 * 8 + 8);
      assertThat(summary.layers().stream().mapToLong(LayerSummary::flops).sum())
          .as("all but the block's two sums of 40 elements, since no layer ran it")
          .isEqualTo(summary.flops() - 80);
    }

    @Test
    @DisplayName("and a line for what is outside of them")
    void outside() {
      Layer custom =
          (scope, input) -> {
            Tensor scale = scope.parameter("scale", Shape.of(3), Initializers.ones());
            return scope.run("dense", Dense.of(3, 2), input.mul(scale));
          };
      assertThat(of(custom, 3))
          .hasToString(
              """
              Layer              Kind   Output      Parameters  FLOPs
              -------------------------------------------------------
              input                     FLOAT32(3)
              dense              Dense  (2)                  8     14
              outside of layers                              3      3
              -------------------------------------------------------
              total                                         11     17\
              """);
    }

    @Test
    @DisplayName("with no operations where nothing needs their result")
    void unused() {
      Layer custom =
          (scope, input) -> {
            scope.run("unused", Dense.of(3, 2), input);
            return input.add(1);
          };
      assertThat(of(custom, 3).layers())
          .extracting(LayerSummary::path, LayerSummary::parameters, LayerSummary::flops)
          .containsExactly(tuple("unused", 8L, 0L));
    }
  }

  @Test
  @DisplayName("makes no weights, so that one that fits no memory can be described")
  void huge() {
    ModelSummary summary = of(Dense.of(2_000_000_000, 2_000_000_000).withoutBias(), 2_000_000_000);

    assertThat(summary.parameters()).isEqualTo(4_000_000_000_000_000_000L);
  }

  @Nested
  @DisplayName("counts operations")
  class Flops {
    @Test
    @DisplayName("of a small convolutional network")
    void convolution() {
      Layer layers =
          Sequential.of(
              Conv2d.of(4, 8, 3).withPadding(1).withGroups(2).withoutBias(),
              MaxPool2d.of(2),
              new GlobalAveragePool(),
              new Flatten());
      assertThat(of(layers, 4, 6, 6).layers())
          .extracting(LayerSummary::flops)
          .containsExactly(2L * 8 * 36 * 2 * 9, 8L * 9 * 4, 8L * 9, 0L);
    }

    @Test
    @DisplayName("of each primitive by its rule")
    void primitives() {
      assertFlops((scope, x) -> x.pow(2), 6);
      assertFlops((scope, x) -> x.exp(), 6);
      assertFlops((scope, x) -> x.softmax(-1), 30);
      assertFlops((scope, x) -> x.logSoftmax(-1), 30);
      assertFlops((scope, x) -> x.max(1), 6);
      assertFlops((scope, x) -> x.argmax(1).oneHot(3), 6);
      assertFlops((scope, x) -> x.less(Tensor.of(0)).where(x, Tensor.of(0)), 6);
      assertFlops((scope, x) -> x.less(Tensor.of(0)).toFloat().stopGradient(), 6);
      assertFlops((scope, x) -> x.transpose().reshape(x.shape().dims()), 0);
      assertFlops((scope, x) -> Tensor.concat(1, List.of(x, x)).slice(1, 1, 3), 0);
      assertFlops((scope, x) -> x.expandDims(1).broadcastTo(x.shape().dim(0), 5, 2, 3), 0);
      assertFlops((scope, x) -> x.matmul(x.transpose()), 2 * 4 * 3);
    }

    @Test
    @DisplayName("of a composite are those of its body")
    void composites() {
      assertFlops(
          (scope, x) ->
              Composite.apply("two", Map.of(), List.of(x), all -> List.of(all.get(0).exp().add(1)))
                  .get(0),
          12);
    }

    @Test
    @DisplayName("of gradients are counted too")
    void gradients() {
      Layer saliency =
          (scope, x) -> {
            Tensor weights = scope.parameter("w", Shape.of(3, 2, 2, 2), Initializers.ones());
            Tensor pooled = x.conv2d(weights, Window.DEFAULT, 1).maxPool2d(2, new Window(2, 0, 1));
            return Gradients.of(pooled.slice(1, 0, 1).sum(), x);
          };
      long convolution = 2 * (3 * 4 * 4) * (2 * 2 * 2);
      long pooling = (3 * 2 * 2) * (2 * 2);
      assertThat(of(saliency, 2, 5, 5).flops()).isEqualTo(2 * convolution + pooling);
    }

    private void assertFlops(Layer layer, long expected) {
      assertThat(of(layer, 2, 3).flops()).isEqualTo(expected);
    }
  }

  @Nested
  @DisplayName("finds errors before an engine is loaded")
  class Errors {
    @Test
    @DisplayName("and names the layer's path and both shapes")
    void wrongWidth() {
      Model model =
          Models.of(
              Shape.of(784),
              Sequential.of(
                  Dense.of(784, 128), Activation.RELU, Dense.of(64, 32), Dense.of(32, 10)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ModelSummary.summarize(model))
          .withMessage(
              "Layer dense2: matmul of (2, 128) with (64, 32), expected (…, m, k) with (…, k, n) of"
                  + " one k.\nMaybe a flatten is missing, or the layer's width differs from the one"
                  + " before it.");
    }

    @Test
    @DisplayName("in evaluation alone too")
    void evaluation() {
      Layer layer = (scope, input) -> scope.mode() == Mode.TRAINING ? input : input.reshape(1, 7);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> of(Sequential.of(layer), 3))
          .withMessageStartingWith("Layer layer1: reshape of (1, 3) to [1, 7]");
    }

    @Test
    @DisplayName("such as other parameters in evaluation than in training")
    void otherParameters() {
      Layer layer =
          (scope, input) ->
              scope.run(scope.mode() == Mode.TRAINING ? "a" : "b", Dense.of(3, 2), input);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> of(layer, 3))
          .withMessageStartingWith(
              "The weights are of another model: missing [b.weight, b.bias], unknown [a.weight,"
                  + " a.bias]");
    }
  }
}
