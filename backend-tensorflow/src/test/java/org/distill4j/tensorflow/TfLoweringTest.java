package org.distill4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.Window;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What TensorFlow is given in another form than recorded equals the oracle")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TfLoweringTest {
  private static final Window STRIDE = new Window(2, 0, 1);

  private Session engine;
  private Session oracle;

  @BeforeAll
  void open() {
    engine = new TfBackend().open(SessionOptions.defaults());
    oracle = new ReferenceBackend().open(SessionOptions.defaults());
  }

  @AfterAll
  void close() {
    engine.close();
    oracle.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"gradients", "softmaxes", "sums", "products", "images", "chains"})
  void equalsTheOracle(String name, Function<List<Tensor>, Tensor> function, List<Shape> shapes) {
    Functions functions = new Functions(function, values(shapes));
    List<float[]> expected = functions.run(oracle);
    List<float[]> actual = functions.run(engine);
    for (int i = 0; i < expected.size(); i++) {
      float scale = largest(expected.get(i));
      assertThat(actual.get(i))
          .as(i == 0 ? "value" : "gradient in argument " + (i - 1))
          .containsExactly(expected.get(i), Offset.offset(2e-5f * Math.max(1, scale)));
    }
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** Values in ±[0.25, 2), away from the corners of ReLU and its like. */
  private static List<HostTensor> values(List<Shape> shapes) {
    Random random = new Random(3);
    List<HostTensor> values = new ArrayList<>();
    for (Shape shape : shapes) {
      float[] drawn = new float[Math.toIntExact(shape.size())];
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = (random.nextBoolean() ? 1 : -1) * (0.25f + 1.75f * random.nextFloat());
      }
      values.add(HostTensor.ofFloats(shape, drawn));
    }
    return values;
  }

  static Stream<Arguments> gradients() {
    return Stream.of(
        of("power 0", x -> x.get(0).pow(0).mul(x.get(0)), Shape.of(3, 4)),
        of("cast to int", x -> x.get(0).toInt().toFloat().add(x.get(0)), Shape.of(3, 4)),
        of("argmax", x -> x.get(0).argmax(1).oneHot(4).mul(x.get(0)), Shape.of(3, 4)),
        of(
            "where, by a condition of its own",
            x -> x.get(0).less(x.get(1)).where(x.get(0), x.get(2)),
            Shape.of(3, 4),
            Shape.of(4),
            Shape.of(3, 1)),
        of("an unused argument", x -> x.get(0).exp(), Shape.of(2), Shape.of(3)),
        of("no gradient at all", x -> x.get(0).stopGradient(), Shape.of(2)));
  }

  static Stream<Arguments> softmaxes() {
    return Stream.of(
        of("softmax on axis 1", x -> x.get(0).softmax(1), Shape.of(2, 3, 4, 2)),
        of("log-softmax of three axes", x -> x.get(0).logSoftmax(2), Shape.of(2, 3, 4)),
        of("log-softmax on axis 0", x -> x.get(0).logSoftmax(0), Shape.of(3, 4)),
        of("log-softmax on axis 1", x -> x.get(0).logSoftmax(1), Shape.of(2, 3, 4, 2)),
        of("log-softmax of a vector", x -> x.get(0).logSoftmax(0), Shape.of(5)));
  }

  static Stream<Arguments> sums() {
    Shape cube = Shape.of(2, 3, 4);
    return Stream.of(
        of("a sum along axes", x -> x.get(0).square().sum(0, 2), cube),
        of("a sum of sums", x -> x.get(0).square().sum(2).sum(0).sum(), cube),
        of("a sum of all that keeps its axes", x -> x.get(0).sumKeep(1).sumKeep(0, 1, 2), cube),
        of("a sum under another shape", x -> x.get(0).square().sumKeep(1).reshape(4, 2), cube),
        of("a sum of means", x -> x.get(0).square().mean(1).sum(), cube),
        of(
            "a sum of an image",
            x -> x.get(0).conv2d(x.get(1), STRIDE, 1).relu().sum(2, 3),
            Shape.of(2, 3, 6, 6),
            Shape.of(4, 3, 3, 3)));
  }

  static Stream<Arguments> products() {
    return Stream.of(
        of("matmul", x -> x.get(0).matmul(x.get(1)), Shape.of(3, 4), Shape.of(4, 5)),
        of(
            "matmul and a bias",
            x -> x.get(0).matmul(x.get(1)).add(x.get(2)),
            Shape.of(3, 4),
            Shape.of(4, 5),
            Shape.of(5)),
        of(
            "matmul and a column",
            x -> x.get(0).matmul(x.get(1)).add(x.get(2)),
            Shape.of(3, 4),
            Shape.of(4, 5),
            Shape.of(3, 1)),
        of(
            "matmul, right transposed",
            x -> x.get(0).matmul(x.get(1).transpose()),
            Shape.of(3, 4),
            Shape.of(5, 4)),
        of(
            "matmul, left transposed",
            x -> x.get(0).transpose().matmul(x.get(1)),
            Shape.of(4, 3),
            Shape.of(4, 5)),
        of(
            "matmul of a batch with a matrix",
            x -> x.get(0).matmul(x.get(1)),
            Shape.of(2, 3, 4),
            Shape.of(4, 5)),
        of(
            "matmul of a batch with a transposed matrix",
            x -> x.get(0).matmul(x.get(1).transpose()),
            Shape.of(2, 3, 4),
            Shape.of(5, 4)),
        of(
            "matmul of batches",
            x -> x.get(0).matmul(x.get(1)),
            Shape.of(2, 1, 3, 4),
            Shape.of(5, 4, 2)),
        of(
            "matmul of a matrix with a batch",
            x -> x.get(0).matmul(x.get(1)),
            Shape.of(3, 4),
            Shape.of(2, 4, 2)));
  }

  static Stream<Arguments> images() {
    return Stream.concat(
        Stream.of(
            conv(Window.DEFAULT, 1, Shape.of(2, 3, 6, 5), Shape.of(4, 3, 3, 2)),
            conv(new Window(2, 1, 1), 1, Shape.of(2, 3, 6, 5), Shape.of(4, 3, 3, 3)),
            conv(new Window(1, 2, 2), 1, Shape.of(2, 3, 7, 6), Shape.of(4, 3, 3, 2)),
            conv(new Window(2, 1, 3), 1, Shape.of(1, 2, 9, 8), Shape.of(2, 2, 3, 2)),
            conv(new Window(1, 1, 1), 2, Shape.of(2, 4, 5, 5), Shape.of(6, 2, 3, 3)),
            conv(new Window(2, 2, 2), 2, Shape.of(2, 4, 7, 7), Shape.of(6, 2, 3, 3)),
            conv(new Window(1, 1, 1), 3, Shape.of(2, 3, 5, 5), Shape.of(6, 1, 3, 3)),
            conv(new Window(2, 1, 2), 3, Shape.of(2, 3, 7, 6), Shape.of(3, 1, 3, 3)),
            conv(Window.DEFAULT, 1, Shape.of(2, 3, 4, 4), Shape.of(5, 3, 1, 1))),
        Stream.of(
            pool(Op.PoolKind.MAX, 2, new Window(2, 0, 1)),
            pool(Op.PoolKind.MAX, 3, new Window(2, 1, 1)),
            pool(Op.PoolKind.MAX, 2, new Window(1, 0, 1)),
            pool(Op.PoolKind.AVERAGE, 2, new Window(2, 0, 1)),
            pool(Op.PoolKind.AVERAGE, 3, new Window(2, 1, 1)),
            of(
                "max pool at ties",
                x -> x.get(0).mul(0).add(x.get(1)).maxPool2d(2, new Window(2, 0, 1)),
                Shape.of(1, 1, 4, 4),
                Shape.of(1, 1, 1, 1)),
            of(
                "max pool of zeros",
                x ->
                    x.get(0)
                        .add(x.get(0).negate())
                        .add(x.get(0).mul(Tensor.of(1)))
                        .relu()
                        .maxPool2d(3, new Window(1, 1, 1)),
                Shape.of(1, 2, 5, 5))));
  }

  /** TensorFlow moves the channels of images to the end, once for a chain of operations. */
  static Stream<Arguments> chains() {
    return Stream.of(
        chain("gated", (y, x) -> y.relu().mul(x).meanKeep(2, 3).mul(y), Shape.of(2, 4, 5, 5)),
        chain("with a vector", (y, x) -> y.pow(3).add(x).maxPool2d(2, STRIDE), Shape.of(4, 1, 1)),
        chain("with features", (y, x) -> y.sub(x).gelu().maxKeep(1), Shape.of(1, 4, 1, 1)),
        chain("or a number", (y, x) -> y.less(x).where(y, x).maxPool2d(2, STRIDE)),
        chain("or a vector", (y, x) -> y.less(x).where(x, y).gelu(), Shape.of(4, 1, 1)),
        chain("with a number", (y, x) -> x.div(y.abs().add(1)).averagePool2d(2, STRIDE)),
        chain("with itself", (y, x) -> y.mul(y).pow(2).add(y.pow(1)).sub(x).flatten()),
        chain(
            "normalised",
            (y, x) -> y.sub(y.meanKeep(0, 2, 3)).div(y.varianceKeep(0, 2, 3).add(1).sqrt()).mul(x)),
        of(
            "one channel and one column",
            x ->
                x.get(0)
                    .conv2d(x.get(1), Window.DEFAULT, 1)
                    .tanh()
                    .maxPool2d(1, Window.DEFAULT)
                    .mul(x.get(0).slice(3, 0, 1)),
            Shape.of(2, 1, 4, 3),
            Shape.of(1, 1, 1, 3)));
  }

  private static Arguments chain(String name, BinaryOperator<Tensor> rest) {
    return chain(name, rest, Shape.scalar());
  }

  private static Arguments chain(String name, BinaryOperator<Tensor> rest, Shape operand) {
    return of(
        "a convolution " + name,
        x -> rest.apply(x.get(0).conv2d(x.get(1), new Window(1, 1, 1), 1), x.get(2)),
        Shape.of(2, 3, 5, 5),
        Shape.of(4, 3, 3, 3),
        operand);
  }

  private static Arguments conv(Window window, int groups, Shape input, Shape weights) {
    return of(
        "conv2d " + window + ", groups " + groups,
        x -> x.get(0).conv2d(x.get(1), window, groups),
        input,
        weights);
  }

  private static Arguments pool(Op.PoolKind kind, int size, Window window) {
    Function<List<Tensor>, Tensor> function =
        x ->
            kind == Op.PoolKind.MAX
                ? x.get(0).maxPool2d(size, window)
                : x.get(0).averagePool2d(size, window);
    return of(kind + " pool of " + size + ", " + window, function, Shape.of(2, 3, 6, 5));
  }

  private static Arguments of(
      String name, Function<List<Tensor>, Tensor> function, Shape... shapes) {
    return arguments(name, function, Arrays.asList(shapes));
  }
}
