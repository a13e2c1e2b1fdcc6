package org.distill4j.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("An optimizer's step is recorded")
class RecordedUpdatesTest {
  private static final TensorSpec TABLE = TensorSpec.floats(4, 3);

  private static Tensor variable(String name) {
    return Tensor.leaf(new Op.Variable(name), TABLE);
  }

  private static ParameterStep step(Optimizer optimizer, ParameterStep.Use use, Tensor gradient) {
    return new ParameterStep(
        use,
        variable("table"),
        gradient,
        optimizer.slots().stream().map(RecordedUpdatesTest::variable).toList(),
        Tensor.leaf(new Op.Scalar(0), TensorSpec.floats()),
        optimizer.numbers(3).stream().map(Tensor::of).toList());
  }

  private static Tensor rows() {
    Tensor ids = Tensor.leaf(new Op.Feed(0), TensorSpec.ints(2));
    return Tensor.leaf(new Op.Feed(1), TensorSpec.floats(2, 3)).scatterAddRows(ids, 4);
  }

  private static Composite composite(Tensor result) {
    return ((Op.Result) result.op()).composite();
  }

  static Stream<Arguments> optimizers() {
    return Stream.of(
        Arguments.of(Sgd.of(0.1), "sgd"),
        Arguments.of(Sgd.of(0.1).withNesterov(0.9).withWeightDecay(0.01), "sgd"),
        Arguments.of(Adam.of(0.1), "adam"),
        Arguments.of(AdamW.of(0.1, 0.01), "adamw"),
        Arguments.of(Lion.of(0.1).withWeightDecay(0.01), "lion"),
        Arguments.of(LazyAdam.of(0.1), "adam"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("optimizers")
  @DisplayName("alike with another learning rate")
  void otherRate(Optimizer optimizer, String name) {
    Optimizer other = optimizer.withLearningRate(optimizer.learningRate().times(3));
    assertThat(other.learningRate().at(new Progress(2, 4))).isCloseTo(0.3, within(1e-12));
    assertThat(other.slots()).isEqualTo(optimizer.slots());
    assertThat(other.numbers(3)).isEqualTo(optimizer.numbers(3));
    assertThat(other.withoutWeightDecay().learningRate()).isEqualTo(other.learningRate());
    ParameterStep.Use whole = ParameterStep.Use.WHOLE;
    assertThat(composite(other.update(step(other, whole, variable("g"))).get(0)).toString())
        .isEqualTo(
            composite(optimizer.update(step(optimizer, whole, variable("g"))).get(0)).toString())
        .startsWith(name);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("optimizers")
  @DisplayName("as a composite that gives the parameter and each slot, of its shape")
  void whole(Optimizer optimizer, String name) {
    ParameterStep step = step(optimizer, ParameterStep.Use.WHOLE, variable("gradient"));
    List<Tensor> next = optimizer.update(step);
    assertThat(next).hasSize(1 + optimizer.slots().size());
    assertThat(next).allSatisfy(result -> assertThat(result.spec()).isEqualTo(TABLE));
    assertThat(composite(next.get(0)).name()).isEqualTo(name);
    assertThat(next.get(0).inputs()).isEqualTo(step.all());
    assertThat(composite(next.get(0)).body()).hasSameSizeAs(next);
    assertThat(
            IntStream.range(0, next.size()).mapToObj(i -> ((Op.Result) next.get(i).op()).index()))
        .containsExactlyElementsOf(IntStream.range(0, next.size()).boxed().toList());
  }

  @Nested
  @DisplayName("of a table that is looked up")
  class Tables {
    @Test
    @DisplayName("by lazy Adam from the rows and ids of its gradient")
    void byRows() {
      Tensor gradient = rows();
      ParameterStep step = step(LazyAdam.of(0.1), ParameterStep.Use.LOOKED_UP, gradient);
      Tensor next = LazyAdam.of(0.1).update(step).get(0);
      assertThat(composite(next).name()).isEqualTo("row-adam");
      assertThat(next.inputs().subList(1, 3)).isEqualTo(gradient.inputs());
      assertThat(composite(next).number("beta2")).isEqualTo(0.999);
    }

    @Test
    @DisplayName("from any other gradient by the rows in which it is not 0")
    void lazily() {
      ParameterStep step =
          step(LazyAdam.of(0.1), ParameterStep.Use.LOOKED_UP, variable("gradient"));
      assertThat(LazyAdam.of(0.1).update(step))
          .hasSize(3)
          .allSatisfy(result -> assertThat(result.op()).isInstanceOf(Op.Where.class));
    }

    @Test
    @DisplayName("and keeps moments that a lazy Adam did not touch")
    void negligible() {
      LazyAdam lazy = LazyAdam.of(0.1);
      assertThat(lazy.negligible(Adam.FIRST_MOMENT, ParameterStep.Use.LOOKED_UP)).isZero();
      assertThat(lazy.negligible(Adam.FIRST_MOMENT, ParameterStep.Use.WHOLE)).isPositive();
    }
  }

  @Test
  @DisplayName("with the numbers 1 − β1 and 1 − β2 to the power of the step, for Adam")
  void numbers() {
    assertThat(Adam.of(0.1).numbers(2)).contains(1 - 0.9 * 0.9, 1 - 0.999 * 0.999);
    assertThat(Lion.of(0.1).numbers(2)).isEmpty();
  }

  @Test
  @DisplayName("without weight decay where a group wants none")
  void withoutDecay() {
    assertThat(AdamW.of(0.1, 0.5).withoutWeightDecay()).isEqualTo(AdamW.of(0.1, 0));
    assertThat(Lion.of(0.1).withWeightDecay(0.5).withoutWeightDecay()).isEqualTo(Lion.of(0.1));
    assertThat(Sgd.of(0.1).withWeightDecay(0.5).withoutWeightDecay()).isEqualTo(Sgd.of(0.1));
    assertThat(Adam.of(0.1).withoutWeightDecay()).isEqualTo(Adam.of(0.1));
  }

  @Test
  @DisplayName("after clipping, which gives as many gradients of the same shapes")
  void clipping() {
    List<Tensor> gradients =
        List.of(variable("a"), Tensor.leaf(new Op.Variable("b"), TensorSpec.floats(5)));
    assertThat(Clipping.none().clip(gradients)).isEqualTo(gradients);
    List<Tensor> byNorm = Clipping.byNorm(2).clip(gradients);
    assertThat(composite(byNorm.get(0)).name()).isEqualTo("clip-by-norm");
    assertThat(composite(byNorm.get(0)).number("limit")).isEqualTo(2);
    List<Tensor> byValue = Clipping.byValue(2).clip(gradients);
    assertThat(byNorm).extracting(Tensor::spec).containsExactly(TABLE, TensorSpec.floats(5));
    assertThat(byValue).extracting(Tensor::spec).containsExactly(TABLE, TensorSpec.floats(5));
  }

  @Test
  @DisplayName("before the average of weights, whose first share is all of the weights")
  void average() {
    WeightAverage average = new WeightAverage(0.9);
    assertThat(average.share(1)).isEqualTo(1);
    assertThat(average.share(1_000_000)).isCloseTo(0.1, within(1e-12));
    Tensor share = Tensor.leaf(new Op.Scalar(0), TensorSpec.floats());
    assertThat(WeightAverage.update(variable("a"), variable("b"), share).spec()).isEqualTo(TABLE);
  }
}
