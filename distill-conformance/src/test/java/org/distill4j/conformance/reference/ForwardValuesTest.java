package org.distill4j.conformance.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.distill4j.backend.SessionOptions;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.model.Weights;
import org.distill4j.spi.Predictor;
import org.distill4j.spi.Session;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.Window;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The reference backend's values are those worked out by hand")
class ForwardValuesTest {
  /** Takes a whole tensor as the only example of a batch. */
  private record Function(Shape inputShape, UnaryOperator<Tensor> function) implements Model {
    @Override
    public Outputs forward(Scope scope, Tensor input) {
      Tensor result = function.apply(input.reshape(inputShape.dims()));
      return Outputs.of("result", result.reshape(result.shape().prepend(1).dims()));
    }
  }

  private static HostTensor run(HostTensor input, UnaryOperator<Tensor> function) {
    Model model = new Function(input.shape(), function);
    HostTensor batch = input.reshape(input.shape().prepend(1));
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults());
        Predictor predictor = session.predictor(model, Weights.of(Map.of()))) {
      HostTensor result = predictor.predict(batch).get("result");
      return result.reshape(result.shape().withoutBatch());
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
}
