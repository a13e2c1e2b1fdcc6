package org.distill4j.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.distill4j.core.init.Initializers;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.AveragePool2d;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.CrossAttention;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Dropout;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.GlobalAveragePool;
import org.distill4j.core.layer.LayerNorm;
import org.distill4j.core.layer.LearnedPositions;
import org.distill4j.core.layer.MaxPool2d;
import org.distill4j.core.layer.MultiHeadAttention;
import org.distill4j.core.layer.Reshape;
import org.distill4j.core.layer.Residual;
import org.distill4j.core.layer.RmsNorm;
import org.distill4j.core.layer.RotaryPositions;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.layer.SqueezeExcite;
import org.distill4j.core.layer.SwiGlu;
import org.distill4j.core.layer.TransformerBlock;
import org.distill4j.core.model.Models;
import org.distill4j.model.Layer;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.tensor.Window;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@DisplayName("One exported file predicts for batches of 1, 3 and 64 as the oracle does, to 1e-5,")
class BatchSizesTest {
  private static final TensorSpec VECTOR = TensorSpec.floats(6);
  private static final TensorSpec IMAGE = TensorSpec.floats(4, 8, 8);
  private static final TensorSpec SEQUENCE = TensorSpec.floats(5, 8);

  private static Stream<DynamicTest> tests(TensorSpec input, Map<String, Layer> layers) {
    return layers.entrySet().stream()
        .map(
            layer ->
                DynamicTest.dynamicTest(
                    layer.getKey(),
                    () -> ExportComparison.requireSame(Models.of(input, layer.getValue()))));
  }

  private static Map<String, Layer> named(Layer... layers) {
    Map<String, Layer> named = new LinkedHashMap<>();
    List.of(layers).forEach(layer -> named.put(layer.toString(), layer));
    return named;
  }

  @TestFactory
  @DisplayName("for layers on vectors")
  Stream<DynamicTest> vectors() {
    return tests(
        VECTOR,
        named(
            Dense.of(6, 4),
            Dense.of(6, 4).withoutBias(),
            Activation.RELU,
            Activation.GELU,
            Activation.SILU,
            Activation.SIGMOID,
            Activation.TANH,
            BatchNorm.of(6),
            LayerNorm.of(6),
            Sequential.of(Dense.of(6, 16), Dropout.of(0.4), Dense.of(16, 3)),
            Residual.of(Dense.of(6, 6)),
            Residual.of(Dense.of(6, 4)).withProjection(Dense.of(6, 4)),
            Sequential.of(Reshape.of(2, 3), Dense.of(3, 5), new Flatten())));
  }

  @TestFactory
  @DisplayName("for layers on images")
  Stream<DynamicTest> images() {
    return tests(
        IMAGE,
        named(
            Conv2d.of(4, 3, 3),
            Conv2d.of(4, 3, 3).withoutBias(),
            Conv2d.of(4, 3, 3).withStride(2).withPadding(1),
            Conv2d.of(4, 3, 3).withDilation(2),
            Conv2d.of(4, 3, 2).withStride(3).withPadding(2).withDilation(2),
            Conv2d.of(4, 8, 3).withGroups(2),
            Conv2d.of(4, 8, 3).withGroups(4).withPadding(1),
            Conv2d.depthwise(4, 3).withPadding(1),
            SqueezeExcite.of(4, 2),
            MaxPool2d.of(2),
            MaxPool2d.of(3).withStride(2).withPadding(1),
            AveragePool2d.of(2),
            AveragePool2d.of(3).withStride(2).withPadding(1),
            new GlobalAveragePool(),
            BatchNorm.of(4),
            Sequential.of(Conv2d.of(4, 6, 3), BatchNorm.of(6), Activation.RELU, new Flatten())));
  }

  @TestFactory
  @DisplayName("for layers on sequences")
  Stream<DynamicTest> sequences() {
    return tests(
        SEQUENCE,
        named(
            Dense.of(8, 3),
            LayerNorm.of(8),
            RmsNorm.of(8),
            SwiGlu.of(8, 6),
            LearnedPositions.of(5, 8),
            RotaryPositions.of(5),
            MultiHeadAttention.of(8, 4).withKeyValueHeads(2).withRotary(RotaryPositions.of(9)),
            Sequential.of().then("a", Dense.of(8, 8)).then("b", CrossAttention.of(8, 2, "a")),
            MultiHeadAttention.of(8, 2),
            MultiHeadAttention.of(8, 4).causal().withDropout(0.2),
            TransformerBlock.of(8, 2).withDropout(0.1),
            TransformerBlock.of(8, 4).causal().withHidden(12)));
  }

  @TestFactory
  @DisplayName("for layers on ids")
  Stream<DynamicTest> ids() {
    return tests(
        TensorSpec.ints(5),
        named(
            Embedding.of(10, 4),
            Sequential.of(
                Embedding.of(10, 8), LearnedPositions.of(5, 8), TransformerBlock.of(8, 2))));
  }

  @TestFactory
  @DisplayName("for operations that meet the batch axis")
  Stream<DynamicTest> batchAxis() {
    Map<String, UnaryOperator<Tensor>> functions = new LinkedHashMap<>();
    functions.put("broadcastTo", x -> x.slice(0, 0, 1).broadcastTo(x.shape().dims()));
    functions.put("broadcastTo of more axes", x -> x.mean(0).broadcastTo(x.shape().dims()));
    functions.put("a mean over the batch", x -> x.sub(x.meanKeep(0)));
    functions.put("a maximum over the batch", x -> x.div(x.maxKeep(0)));
    functions.put("reshape of batch and axis to one", x -> x.reshape(-1).reshape(-1, 6));
    functions.put(
        "reshape to two free axes",
        x -> x.matmul(x.transpose()).reshape(x.shape().dim(0), 1, x.shape().dim(0)).sum(2));
    functions.put("a product of the batch with itself", x -> x.matmul(x.transpose()).matmul(x));
    functions.put("softmax over the batch", x -> x.softmax(0));
    functions.put("log-softmax over the batch", x -> x.logSoftmax(0));
    functions.put("the batch transposed twice", x -> x.transpose().relu().transpose());
    functions.put(
        "a row more, and less",
        x -> Tensor.concat(0, List.of(x.slice(0, 0, 1), x)).slice(0, 1, x.shape().dim(0) + 1));
    functions.put(
        "twice the batch",
        x -> Tensor.concat(0, List.of(x, x)).reshape(x.shape().dim(0), 12).mul(0.5));
    functions.put(
        "twice the batch, broadcast",
        x ->
            x.slice(0, 0, 1)
                .broadcastTo(2 * x.shape().dim(0), 6)
                .slice(0, x.shape().dim(0), 2 * x.shape().dim(0)));
    functions.put("argmax", x -> x.argmax(1));
    functions.put("argmax and one-hot", x -> x.argmax(1).oneHot(4));
    functions.put("where", x -> x.less(Tensor.of(0.5)).where(x, x.negate()));
    functions.put("ids of elements", x -> x.mul(9).toInt().toFloat());
    functions.put("a power", x -> x.add(1).pow(2.5));
    functions.put("the input itself", x -> x);
    functions.put("a stopped gradient", x -> x.exp().stopGradient());
    Map<String, Layer> layers = new LinkedHashMap<>();
    functions.forEach((name, function) -> layers.put(name, (scope, x) -> function.apply(x)));
    return tests(VECTOR, layers);
  }

  @TestFactory
  @DisplayName("for other kinds of leaves")
  Stream<DynamicTest> leaves() {
    HostTensor table = HostTensor.ofFloats(Shape.of(2, 6), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    Map<String, Layer> layers = new LinkedHashMap<>();
    layers.put("a constant table", (scope, x) -> x.matmul(Tensor.of(table).transpose()));
    layers.put(
        "a parameter for every example",
        (scope, x) ->
            scope
                .parameter("row", Shape.of(1, 3), Initializers.normal(0, 1))
                .broadcastTo(x.shape().dim(0), 3));
    layers.put(
        "weights that are used twice",
        (scope, x) -> {
          Tensor square = scope.parameter("square", Shape.of(6, 6), Initializers.normal(0, 1));
          return x.matmul(square).relu().matmul(square);
        });
    layers.put(
        "a parameter of the name of the input",
        (scope, x) -> x.mul(scope.parameter("input", Shape.of(6), Initializers.ones())));
    layers.put(
        "a parameter of the name of the output",
        (scope, x) -> x.mul(scope.parameter("logits", Shape.of(6), Initializers.ones())));
    layers.put(
        "a state", (scope, x) -> x.add(scope.state("kept", Shape.of(6), Initializers.ones())));
    layers.put(
        "a convolution by a window made here",
        (scope, x) ->
            x.reshape(-1, 1, 2, 3)
                .conv2d(
                    scope.parameter("kernel", Shape.of(2, 1, 1, 1), Initializers.ones()),
                    Window.DEFAULT,
                    1));
    return tests(VECTOR, layers);
  }
}
