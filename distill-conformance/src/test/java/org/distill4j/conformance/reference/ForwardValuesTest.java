package org.distill4j.conformance.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.ImageGradients;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.Window;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The reference backend's values are those worked out by hand")
class ForwardValuesTest {
  private static HostTensor run(HostTensor input, UnaryOperator<Tensor> function) {
    Tensor result = function.apply(Tensor.leaf(new Op.Feed(0), input.spec()));
    Program program = new Program(List.of(input.spec()), 0, Map.of("result", result), Map.of());
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults());
        Variables none = session.variables(Map.of());
        Executable executable = session.compile(program, none)) {
      return executable.run(List.of(input)).get(0);
    }
  }

  private static HostTensor floats(Shape shape, float... values) {
    return HostTensor.ofFloats(shape, values);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.5, 0.5204998778130465",
    "1, 0.8427007929497149",
    "-2, -0.9953222650189527",
    "3, 0.9999779095030014",
    "5.5, 0.9999999999999927",
    "8, 1"
  })
  @DisplayName("erf, against published digits")
  void erf(double x, double expected) {
    assertThat(ErrorFunction.erf(x)).isCloseTo(expected, within(3e-16));
  }

  @Test
  @DisplayName("matmul, with a broadcast batch")
  void matmul() {
    HostTensor result =
        run(
            floats(Shape.of(2, 1, 2), 1, 2, 3, 4),
            x -> x.matmul(Tensor.of(floats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6))));
    assertThat(result.shape()).isEqualTo(Shape.of(2, 1, 3));
    assertThat(result.toFloatArray()).containsExactly(9, 12, 15, 19, 26, 33);
  }

  @Test
  @DisplayName("conv2d is a cross-correlation: the kernel is not flipped")
  void conv2d() {
    Tensor kernel = Tensor.of(floats(Shape.of(1, 1, 2, 2), 1, 2, 3, 4));
    HostTensor result =
        run(
            floats(Shape.of(1, 1, 2, 3), 1, 2, 3, 4, 5, 6),
            x -> x.conv2d(kernel, Window.DEFAULT.withPadding(0), 1));
    assertThat(result.toFloatArray()).containsExactly(37, 47);
  }

  @Test
  @DisplayName("pooling leaves padding out of maxima and counts it as zeros in means")
  void pooling() {
    HostTensor image = floats(Shape.of(1, 1, 2, 2), -1, -2, -3, -4);
    Window window = new Window(2, 1, 1);
    assertThat(run(image, x -> x.maxPool2d(2, window)).toFloatArray())
        .containsExactly(-1, -2, -3, -4);
    assertThat(run(image, x -> x.averagePool2d(2, window)).toFloatArray())
        .containsExactly(-0.25f, -0.5f, -0.75f, -1f);
  }

  @Test
  @DisplayName("argmax takes the first at a tie, oneHot leaves rows of zeros for other ids")
  void argMaxAndOneHot() {
    HostTensor scores = floats(Shape.of(2, 3), 1, 5, 5, -2, -3, -4);
    assertThat(run(scores, x -> x.argmax(1)).toIntArray()).containsExactly(1, 0);
    assertThat(run(scores, x -> x.argmax(0).oneHot(1)).toFloatArray()).containsExactly(1, 1, 1);
    assertThat(run(scores, x -> x.argmax(1).oneHot(1)).toFloatArray()).containsExactly(0, 1);
  }

  @Test
  @DisplayName("transpose, slice and concat put elements where they belong")
  void moves() {
    HostTensor matrix = floats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertThat(run(matrix, Tensor::transpose).toFloatArray()).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(run(matrix, x -> x.slice(1, 1, 3)).toFloatArray()).containsExactly(2, 3, 5, 6);
    assertThat(run(matrix, x -> Tensor.concat(1, List.of(x.slice(1, 2, 3), x))).toFloatArray())
        .containsExactly(3, 1, 2, 3, 6, 4, 5, 6);
  }

  @Test
  @DisplayName("softmax and log-softmax stay finite for logits of ±10000")
  void extremes() {
    HostTensor logits = floats(Shape.of(1, 3), 1e4f, -1e4f, 1e4f);
    assertThat(run(logits, x -> x.softmax(1)).toFloatArray()).containsExactly(0.5f, 0, 0.5f);
    float log2 = (float) Math.log(2);
    assertThat(run(logits, x -> x.logSoftmax(1)).toFloatArray())
        .containsExactly(-log2, -20000 - log2, -log2);
  }

  @Test
  @DisplayName("casts round towards zero, comparisons become 0 and 1")
  void casts() {
    HostTensor values = floats(Shape.of(4), -1.7f, -0.2f, 0.9f, 2f);
    assertThat(run(values, Tensor::toInt).toIntArray()).containsExactly(-1, 0, 0, 2);
    assertThat(run(values, x -> x.greaterOrEqual(Tensor.of(0.9)).toFloat()).toFloatArray())
        .containsExactly(0, 0, 0, 1);
  }

  @Test
  @DisplayName("pad puts zeros before and after, scatterAddRows adds up the rows of one id")
  void padAndScatter() {
    HostTensor matrix = floats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertThat(run(matrix, x -> x.pad(0, 1, 0)).toFloatArray())
        .containsExactly(0, 0, 0, 1, 2, 3, 4, 5, 6);
    assertThat(run(matrix, x -> x.pad(1, 1, 2)).toFloatArray())
        .containsExactly(0, 1, 2, 3, 0, 0, 0, 4, 5, 6, 0, 0);
    Tensor twos = Tensor.of(HostTensor.ofInts(Shape.of(2), 2, 2));
    assertThat(run(matrix, x -> x.scatterAddRows(twos, 4)).toFloatArray())
        .containsExactly(0, 0, 0, 0, 0, 0, 5, 7, 9, 0, 0, 0);
  }

  @Test
  @DisplayName("each form of a matrix product takes its operands transposed or as they are")
  void matMulForms() {
    Tensor other = Tensor.of(floats(Shape.of(2, 3), 1, 0, 2, -1, 3, 1));
    HostTensor matrix = floats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    HostTensor byTransposed =
        run(matrix, x -> product(x, Op.Form.AS_IS, other, Op.Form.TRANSPOSED));
    assertThat(byTransposed.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(byTransposed.toFloatArray()).containsExactly(7, 8, 16, 17);
    HostTensor ofTransposed =
        run(matrix, x -> product(x, Op.Form.TRANSPOSED, other, Op.Form.AS_IS));
    assertThat(ofTransposed.shape()).isEqualTo(Shape.of(3, 3));
    assertThat(ofTransposed.toFloatArray()).containsExactly(-3, 12, 6, -3, 15, 9, -3, 18, 12);
    Tensor square = Tensor.of(floats(Shape.of(4, 2), 1, 2, 0, 1, -1, 1, 2, 0));
    assertThat(
            run(matrix, x -> product(x, Op.Form.TRANSPOSED, square, Op.Form.TRANSPOSED))
                .toFloatArray())
        .containsExactly(9, 4, 3, 2, 12, 5, 3, 4, 15, 6, 3, 6);
  }

  private static Tensor product(Tensor left, Op.Form first, Tensor right, Op.Form second) {
    Tensor a = first == Op.Form.AS_IS ? left : left.transpose();
    Tensor b = second == Op.Form.AS_IS ? right : right.transpose();
    return a.matmul(b).withOp(new Op.MatMul(first, second), List.of(left, right));
  }

  @Test
  @DisplayName("the gradients of a convolution spread each product over its factors")
  void convolutionGradients() {
    Tensor kernel = Tensor.of(floats(Shape.of(1, 1, 2, 2), 1, 2, 3, 4));
    Tensor image = Tensor.of(floats(Shape.of(1, 1, 2, 3), 1, 2, 3, 4, 5, 6));
    Op.Conv2d convolution = new Op.Conv2d(Window.DEFAULT, 1);
    HostTensor gradient = floats(Shape.of(1, 1, 1, 2), 1, 10);
    assertThat(
            run(
                    gradient,
                    g -> ImageGradients.convolutionInput(g, kernel, convolution, image.shape()))
                .toFloatArray())
        .containsExactly(1, 12, 20, 3, 34, 40);
    assertThat(
            run(
                    gradient,
                    g -> ImageGradients.convolutionWeights(g, image, convolution, kernel.shape()))
                .toFloatArray())
        .containsExactly(21, 32, 54, 65);
  }

  @Test
  @DisplayName("the gradient of a max pooling goes to the first largest, where pickMax2d picks too")
  void poolingGradients() {
    Tensor image = Tensor.of(floats(Shape.of(1, 1, 2, 4), 1, 5, 2, 2, 5, 5, 2, 2));
    Op.Pool2d max = new Op.Pool2d(Op.PoolKind.MAX, 2, new Window(2, 0, 1));
    Op.Pool2d average = new Op.Pool2d(Op.PoolKind.AVERAGE, 2, new Window(2, 0, 1));
    HostTensor gradient = floats(Shape.of(1, 1, 1, 2), 8, 4);
    assertThat(run(gradient, g -> ImageGradients.pooling(g, image, max)).toFloatArray())
        .containsExactly(0, 8, 4, 0, 0, 0, 0, 0);
    assertThat(run(gradient, g -> ImageGradients.pooling(g, image, average)).toFloatArray())
        .containsExactly(2, 2, 1, 1, 2, 2, 1, 1);
    HostTensor numbered = floats(Shape.of(1, 1, 2, 4), 0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(run(numbered, x -> ImageGradients.pickMax(x, image, 2, max.window())).toFloatArray())
        .containsExactly(1, 2);
  }

  @Test
  @DisplayName("NaN is larger than any number")
  void notANumber() {
    HostTensor image = floats(Shape.of(1, 1, 2, 2), 1, Float.NaN, 7, Float.NaN);
    assertThat(run(image, x -> x.maxPool2d(2, Window.DEFAULT)).toFloatArray())
        .containsExactly(Float.NaN);
    assertThat(run(image, Tensor::max).toFloatArray()).containsExactly(Float.NaN);
    assertThat(run(image, x -> x.reshape(4).argmax(0)).toIntArray()).containsExactly(1);
    assertThat(run(image, x -> x.reshape(4).softmax(0)).toFloatArray())
        .containsExactly(Float.NaN, Float.NaN, Float.NaN, Float.NaN);
  }
}
