package org.distill4j.core.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;
import static org.distill4j.core.layer.RecordedLayers.output;
import static org.distill4j.core.layer.RecordedLayers.parameters;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.distill4j.core.function.AttentionMask;
import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.program.LayerCall;
import org.distill4j.program.Recording;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Layers made of layers")
class CompositesTest {
  private static final Layer DOUBLE = (scope, input) -> input.mul(2);

  @Nested
  @DisplayName("Sequential")
  class InSequence {
    @Test
    @DisplayName("names its layers by kind and number")
    void names() {
      Sequential layers =
          Sequential.of(
              Conv2d.of(1, 2, 3),
              Activation.RELU,
              MaxPool2d.of(2),
              new Flatten(),
              Dense.of(18, 4),
              Activation.RELU,
              Dense.of(4, 2),
              DOUBLE);
      assertThat(layers.layers())
          .containsOnlyKeys(
              "conv1", "relu1", "maxPool1", "flatten1", "dense1", "relu2", "dense2", "layer1");
      assertThat(output(RecordedLayers.training(layers, 5, 1, 8, 8))).isEqualTo(Shape.of(5, 2));
    }

    @Test
    @DisplayName("takes names and keeps counting around them")
    void given() {
      Sequential layers =
          Sequential.of(Dense.of(4, 3)).then("dense2", Dense.of(3, 3)).then(Dense.of(3, 2));
      assertThat(parameters(RecordedLayers.training(layers.then("double", DOUBLE), 1, 4)).keySet())
          .containsExactly(
              "dense1.weight",
              "dense1.bias",
              "dense2.weight",
              "dense2.bias",
              "dense3.weight",
              "dense3.bias");
    }

    @Test
    @DisplayName("passes its input on when it is empty")
    void empty() {
      assertThat(output(RecordedLayers.training(Sequential.of(), 2, 3))).isEqualTo(Shape.of(2, 3));
    }

    @Test
    @DisplayName("taps what each layer gives")
    void taps() {
      Recording recording =
          RecordedLayers.training(Sequential.of(Dense.of(4, 3), Activation.TANH), 1, 4);
      assertThat(recording.layers())
          .extracting(LayerCall::path, LayerCall::kind)
          .containsExactly(tuple("dense1", "Dense"), tuple("tanh1", "Tanh"));
    }

    @Test
    @DisplayName("names the layer and both shapes when a width is wrong")
    void wrongWidth() {
      Sequential layers =
          Sequential.of(Dense.of(784, 128), Activation.RELU, Dense.of(64, 32), Dense.of(32, 10));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RecordedLayers.training(layers, 3, 784))
          .withMessage(
              "Layer dense2: matmul of (3, 128) with (64, 32), expected (…, m, k) with (…, k, n) of"
                  + " one k.\nMaybe a flatten is missing, or the layer's width differs from the one"
                  + " before it.");
    }

    @Test
    @DisplayName("names the whole path of an inner layer")
    void innerPath() {
      Sequential inner = Sequential.of(Dense.of(2, 3), Dense.of(4, 2));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RecordedLayers.training(Sequential.of(Residual.of(inner)), 1, 2))
          .withMessageStartingWith("Layer residual1.body.dense2: matmul of (1, 3) with (4, 2)");
    }

    @Test
    @DisplayName("refuses a name twice, an empty one and one with a dot")
    void wrongNames() {
      Sequential one = Sequential.of(DOUBLE);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> one.then("layer1", DOUBLE))
          .withMessage(
              "A layer is named \"layer1\" after [layer1], expected a name that is not empty, has"
                  + " no dot and is not among them.\n"
                  + "Maybe number the layers.");
      assertThatIllegalArgumentException().isThrownBy(() -> one.then("", DOUBLE));
      assertThatIllegalArgumentException().isThrownBy(() -> one.then("a.b", DOUBLE));
    }

    @Test
    @DisplayName("is equal if layers, names and order are")
    void equality() {
      Sequential one = Sequential.of(DOUBLE, Activation.RELU);
      assertThat(one).isEqualTo(Sequential.of(DOUBLE, Activation.RELU));
      assertThat(one).hasSameHashCodeAs(Sequential.of(DOUBLE, Activation.RELU));
      assertThat(one).isNotEqualTo(Sequential.of(Activation.RELU, DOUBLE));
      assertThat(Sequential.of(Activation.RELU)).hasToString("Sequential{relu1=RELU}");
    }
  }

  @Nested
  @DisplayName("Residual")
  class AddingItsInput {
    @Test
    @DisplayName("names its parts body and projection")
    void names() {
      Residual layer = Residual.of(Dense.of(3, 5)).withProjection(Dense.of(3, 5).withoutBias());
      assertThat(parameters(RecordedLayers.training(layer, 2, 3)))
          .containsOnlyKeys("body.weight", "body.bias", "projection.weight");
    }

    @Test
    @DisplayName("refuses a body that changes the shape, even where it would broadcast")
    void shapes() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RecordedLayers.training(Residual.of(Dense.of(3, 1)), 2, 3))
          .withMessage(
              "A residual's body gives shape (2, 1) and the way around it (2, 3), expected the"
                  + " same.\nMaybe add .withProjection(…), a 1 × 1 convolution or a dense layer.");
    }
  }

  @Nested
  @DisplayName("MultiHeadAttention")
  class Attention {
    @Test
    @DisplayName("keeps the shape and has an input and an output layer")
    void shapes() {
      Recording recording = RecordedLayers.training(MultiHeadAttention.of(8, 2), 3, 5, 8);
      assertThat(output(recording)).isEqualTo(Shape.of(3, 5, 8));
      assertThat(parameters(recording))
          .containsExactly(
              entry("input.weight", Shape.of(8, 24)),
              entry("input.bias", Shape.of(24)),
              entry("output.weight", Shape.of(8, 8)),
              entry("output.bias", Shape.of(8)));
    }

    @Test
    @DisplayName("draws a dropout for each pair of places of each head")
    void dropout() {
      MultiHeadAttention layer = MultiHeadAttention.of(8, 2).causal().withDropout(0.1);
      assertThat(layer.mask()).isEqualTo(AttentionMask.CAUSAL);
      assertThat(RecordedLayers.training(layer, 3, 5, 8).feeds())
          .anySatisfy(feed -> assertThat(feed.spec().shape()).isEqualTo(Shape.of(3, 2, 5, 5)));
    }

    @Test
    @DisplayName("is the composite attention unless dropout comes between")
    void composite() {
      MultiHeadAttention layer = MultiHeadAttention.of(8, 2);
      MultiHeadAttention causal = layer.causal().withDropout(0.1);
      assertThat(RecordedLayers.composites(RecordedLayers.training(layer, 3, 5, 8)))
          .containsExactly("attention{causal=0.0, scale=0.5}");
      assertThat(RecordedLayers.composites(RecordedLayers.evaluation(causal, 3, 5, 8)))
          .containsExactly("attention{causal=1.0, scale=0.5}");
      assertThat(RecordedLayers.composites(RecordedLayers.training(causal, 3, 5, 8))).isEmpty();
    }

    @Test
    @DisplayName("reads the probabilities only where an output is made of their tap")
    void tap() {
      MultiHeadAttention layer = MultiHeadAttention.of(8, 2);
      Layer tapping =
          (scope, x) -> {
            Tensor y = scope.run("attention", layer, x);
            return y.add(Objects.requireNonNull(scope.taps().get("attention.probabilities")).sum());
          };
      assertThat(results(RecordedLayers.training(layer, 3, 5, 8))).containsExactly(0);
      assertThat(results(RecordedLayers.training(tapping, 3, 5, 8)))
          .containsExactlyInAnyOrder(0, 1);
    }

    private List<Integer> results(Recording recording) {
      return recording.nodes().stream()
          .filter(node -> node.op() instanceof Op.Result)
          .map(node -> ((Op.Result) node.op()).index())
          .toList();
    }

    @Test
    @DisplayName("taps what it multiplies, its scores and its probabilities")
    void taps() {
      Layer tapping =
          (scope, x) -> {
            scope.run("attention", MultiHeadAttention.of(8, 2).withKeyValueHeads(1), x);
            assertThat(shapes(scope, "queries", "keys", "values"))
                .containsOnly(Shape.of(3, 2, 5, 4));
            assertThat(shapes(scope, "scores", "probabilities")).containsOnly(Shape.of(3, 2, 5, 5));
            return x;
          };
      RecordedLayers.training(tapping, 3, 5, 8);
    }

    private Stream<Shape> shapes(Scope scope, String... parts) {
      return Stream.of(parts)
          .map(part -> Objects.requireNonNull(scope.taps().get("attention." + part)).shape());
    }

    @Test
    @DisplayName("has narrower keys and values where heads share them")
    void sharedKeys() {
      MultiHeadAttention layer = MultiHeadAttention.of(8, 4).withKeyValueHeads(2);
      assertThat(parameters(RecordedLayers.training(layer, 3, 5, 8)))
          .containsEntry("input.weight", Shape.of(8, 16));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MultiHeadAttention.of(8, 4).withKeyValueHeads(3))
          .withMessage(
              "The number of heads of an attention is 4, expected a multiple of the number of heads"
                  + " of keys and values, 3.\nMaybe the arguments are in another order.");
    }

    @Test
    @DisplayName(
        "to another sequence refuses a context that is not there, and one of another width")
    void context() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RecordedLayers.training(CrossAttention.of(8, 2, "other"), 3, 5, 8))
          .withMessageContaining("\"other\"");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  RecordedLayers.training(
                      CrossAttention.of(8, 2, "input").withContextWidth(4), 3, 5, 8))
          .withMessageStartingWith(
              "The context of a CrossAttention was given shape (3, 5, 8), expected (3, length,"
                  + " 4).");
    }

    @Test
    @DisplayName("refuses heads that do not divide the width, and other shapes")
    void wrong() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MultiHeadAttention.of(8, 3))
          .withMessage(
              "The width of an attention is 8, expected a multiple of the number of heads, 3.\n"
                  + "Maybe the arguments are in another order.");
      assertThatIllegalArgumentException().isThrownBy(() -> MultiHeadAttention.of(8, 0));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MultiHeadAttention.of(8, 2).withDropout(1));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RecordedLayers.training(MultiHeadAttention.of(8, 2), 3, 8))
          .withMessageStartingWith(
              "MultiHeadAttention was given shape (3, 8), expected (batch, length, 8).");
    }
  }

  @Nested
  @DisplayName("TransformerBlock")
  class Transformer {
    @Test
    @DisplayName("keeps the shape and widens four times between")
    void shapes() {
      Recording recording = RecordedLayers.training(TransformerBlock.of(8, 2), 3, 5, 8);
      assertThat(output(recording)).isEqualTo(Shape.of(3, 5, 8));
      assertThat(parameters(recording)).containsEntry("expand.weight", Shape.of(8, 32));
    }

    @Test
    @DisplayName("can be narrower, causal and with dropout in three places")
    void options() {
      TransformerBlock block = TransformerBlock.of(8, 2).withHidden(4).causal().withDropout(0.2);
      Recording recording = RecordedLayers.training(block, 3, 5, 8);
      assertThat(parameters(recording)).containsEntry("contract.weight", Shape.of(4, 8));
      assertThat(recording.feeds()).hasSize(4);
      assertThat(RecordedLayers.evaluation(block, 3, 5, 8).feeds()).hasSize(1);
    }

    @Test
    @DisplayName("refuses numbers out of range")
    void wrong() {
      TransformerBlock block = TransformerBlock.of(8, 2);
      assertThatIllegalArgumentException().isThrownBy(() -> block.withHidden(0));
      assertThatIllegalArgumentException().isThrownBy(() -> block.withDropout(1.5));
    }
  }

  @Nested
  @DisplayName("PostNormBlock")
  class PostNorm {
    @Test
    @DisplayName("keeps the shape, and can be narrower, masked and with dropout in three places")
    void options() {
      PostNormBlock block = PostNormBlock.of(8, 2).withHidden(4).withDropout(0.2).withEpsilon(1e-5);
      Recording recording = RecordedLayers.training(block, 3, 5, 8);
      assertThat(output(recording)).isEqualTo(Shape.of(3, 5, 8));
      assertThat(parameters(recording)).containsEntry("contract.weight", Shape.of(4, 8));
      assertThat(recording.feeds()).hasSize(4);
      assertThat(block.withPadding("mask").attention().padding()).contains("mask");
    }

    @Test
    @DisplayName("refuses numbers out of range")
    void wrong() {
      PostNormBlock block = PostNormBlock.of(8, 2);
      assertThatIllegalArgumentException().isThrownBy(() -> block.withHidden(0));
      assertThatIllegalArgumentException().isThrownBy(() -> block.withDropout(1.5));
      assertThatIllegalArgumentException().isThrownBy(() -> block.withEpsilon(0));
    }
  }
}
