package org.distill4j.conformance.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.distill4j.ir.Gradients;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.OperationOrder;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.tensor.Window;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("Recorded gradients")
class DifferentiationTest {
  private static final List<DerivativeRow> ROWS = DerivativeTable.all();

  @TestFactory
  @DisplayName("agree with central differences:")
  Stream<DynamicTest> first() {
    return ROWS.stream()
        .map(
            row ->
                DynamicTest.dynamicTest(row.toString(), () -> CentralDifferences.checkFirst(row)));
  }

  @TestFactory
  @DisplayName("can be differentiated again:")
  Stream<DynamicTest> second() {
    return ROWS.stream()
        .map(
            row ->
                DynamicTest.dynamicTest(row.toString(), () -> CentralDifferences.checkSecond(row)));
  }

  @Nested
  @DisplayName("are held against differences")
  class Complete {
    /** Primitives through which nothing flows; {@link AtKinks} has a test for each. */
    private static final Set<String> BLOCKED =
        Set.of(
            "Compare[kind=EQUAL]",
            "Compare[kind=LESS]",
            "Compare[kind=LESS_OR_EQUAL]",
            "Cast",
            "StopGradient",
            "ArgMax",
            "OneHot");

    @Test
    @DisplayName("for every primitive")
    void primitives() {
      Set<String> tried = tried(DifferentiationTest::rowsOps);
      tried.addAll(BLOCKED);
      assertThat(tried)
          .as("primitives with a row in DerivativeTable, or in the list of those that block")
          .containsAll(primitiveKinds());
    }

    @Test
    @DisplayName("for every composite that there is in the modules' sources")
    void composites() throws IOException {
      Set<String> all = tried(row -> composites(CentralDifferences.recorded(row)));
      assertThat(all)
          .as("composites in the rows of DerivativeTable, their gradients and gradients of these")
          .containsExactlyInAnyOrderElementsOf(CompositeNames.inSources());
    }

    private Set<String> tried(Function<DerivativeRow, Stream<String>> names) {
      return ROWS.stream().flatMap(names).collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> primitiveKinds() {
      Set<String> kinds = new TreeSet<>();
      for (Class<?> kind : Op.class.getPermittedSubclasses()) {
        if (kind != Op.Leaf.class && kind != Op.Result.class) {
          kinds.addAll(OpKinds.of(kind));
        }
      }
      return kinds;
    }

    private Stream<String> composites(List<Tensor> tensors) {
      return OperationOrder.sort(tensors).stream()
          .filter(node -> node.op() instanceof Op.Result)
          .map(node -> ((Op.Result) node.op()).composite().name());
    }
  }

  private static Stream<String> rowsOps(DerivativeRow row) {
    return OperationOrder.sort(List.of(row.function().apply(row.arguments()))).stream()
        .map(node -> OpKinds.of(node.op()));
  }

  @Nested
  @DisplayName("at kinks and ties are the documented ones:")
  class AtKinks {
    private double[] gradient(Function<Tensor, Tensor> function, double... at) {
      Tensor x = Tensor.leaf(new Op.Variable("x"), TensorSpec.floats(at.length));
      Tensor gradient = Gradients.of(function.apply(x).sum(), x);
      return ReferenceValues.compute(List.of(gradient), Map.of("x", at)).get(0);
    }

    @Test
    @DisplayName("0 for relu and abs at 0, and for the power 0")
    void zero() {
      assertThat(gradient(Tensor::relu, 0, -0.0)).containsExactly(0, 0);
      assertThat(gradient(Tensor::abs, 0, -0.0)).containsExactly(0, 0);
      assertThat(gradient(x -> x.pow(0), 0)).containsExactly(0);
    }

    @Test
    @DisplayName("equal shares for tied maxima of a reduction")
    void maxima() {
      assertThat(gradient(x -> x.max(0).mul(3), 3, 1, 3, 3)).containsExactly(1, 0, 1, 1);
    }

    @Test
    @DisplayName("the whole for the first of two equal operands")
    void operands() {
      assertThat(gradient(x -> x.mul(3).maximum(x.mul(2).add(1)), 1)).containsExactly(3);
      assertThat(gradient(x -> x.mul(3).minimum(x.mul(2).add(1)), 1)).containsExactly(3);
    }

    @Test
    @DisplayName("the whole for the first of tied elements of a window")
    void windows() {
      assertThat(gradient(x -> x.reshape(1, 1, 2, 2).maxPool2d(2, new Window(2, 0, 1)), 1, 5, 5, 5))
          .containsExactly(0, 1, 0, 0);
    }

    @Test
    @DisplayName("an exact 0 for what is not chosen, though its own gradient is infinite")
    void notChosen() {
      Function<Tensor, Tensor> guarded =
          x -> {
            Tensor positive = x.greater(Tensor.of(0));
            return positive.where(positive.where(x, Tensor.of(1)).sqrt(), Tensor.of(0));
          };
      assertThat(gradient(guarded, 0, 4)).containsExactly(0, 0.25);
    }

    @Test
    @DisplayName("none through a stop, a conversion, a comparison, a position or a one-hot row")
    void blocked() {
      assertThat(gradient(x -> x.add(x.stopGradient().mul(5)), 1.5)).containsExactly(1);
      assertThat(gradient(x -> x.add(x.toInt().toFloat().mul(5)), 1.5)).containsExactly(1);
      assertThat(gradient(x -> x.add(x.less(Tensor.of(2)).toFloat()), 1.5)).containsExactly(1);
      assertThat(gradient(x -> x.add(x.lessOrEqual(x).toFloat()), 1.5)).containsExactly(1);
      assertThat(gradient(x -> x.add(x.equalTo(x).toFloat()), 1.5)).containsExactly(1);
      assertThat(gradient(x -> x.mul(x.argmax(0).oneHot(2)), 1, 2)).containsExactly(0, 1);
    }

    @Test
    @DisplayName("zeros where nothing flows at all")
    void nothing() {
      Tensor x = Tensor.leaf(new Op.Variable("x"), TensorSpec.floats(2));
      Tensor ids = Tensor.of(HostTensor.ofInts(Shape.of(1), 1));
      Tensor gradient = Gradients.of(ids.oneHot(3).sum(), x);
      assertThat(ReferenceValues.compute(List.of(gradient), Map.of()).get(0)).containsExactly(0, 0);
    }
  }

  @Nested
  @DisplayName("that are wrong are noticed:")
  class Wrong {
    private DerivativeRow square(Composite.Rule rule) {
      return DerivativeRow.one(
          "square",
          x ->
              Composite.apply(
                      "square", Map.of(), List.of(x), all -> List.of(all.get(0).square()), rule)
                  .get(0),
          2,
          3);
    }

    @Test
    @DisplayName("a factor of 1 + 1e-6 too many")
    void factor() {
      DerivativeRow wrong =
          square(
              (inputs, results, g) ->
                  List.of(Optional.of(g.get(0).mul(inputs.get(0)).mul(2 + 2e-6))));
      assertThatThrownBy(() -> CentralDifferences.checkFirst(wrong))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("gradient in element");
    }

    @Test
    @DisplayName("a gradient that is right and whose own gradient is not")
    void second() {
      DerivativeRow wrong =
          square(
              (inputs, results, g) ->
                  List.of(Optional.of(g.get(0).mul(inputs.get(0).stopGradient()).mul(2))));
      CentralDifferences.checkFirst(wrong);
      assertThatThrownBy(() -> CentralDifferences.checkSecond(wrong))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("gradient in element");
    }

    @Test
    @DisplayName("a right rule passes")
    void right() {
      DerivativeRow right =
          square((inputs, results, g) -> List.of(Optional.of(g.get(0).mul(inputs.get(0)).mul(2))));
      CentralDifferences.checkFirst(right);
      CentralDifferences.checkSecond(right);
    }
  }
}
