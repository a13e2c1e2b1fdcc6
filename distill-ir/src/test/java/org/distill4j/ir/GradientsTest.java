package org.distill4j.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.distill4j.ir.Leaves.simplified;
import static org.distill4j.ir.Leaves.variable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.OperationOrder;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A recorded gradient")
class GradientsTest {
  private static final Tensor X = variable("x", 2, 3);

  @Test
  @DisplayName("has the shape of what it is taken in, a leaf or computed")
  void shapes() {
    Tensor row = variable("row", 3);
    Tensor hidden = X.mul(row);
    List<Tensor> gradients = Gradients.of(hidden.exp().sum(), List.of(X, row, hidden));
    assertThat(gradients)
        .extracting(Tensor::shape)
        .containsExactly(X.shape(), row.shape(), X.shape());
  }

  @Test
  @DisplayName("of a tensor in itself is its seed")
  void itself() {
    Tensor seed = variable("seed", 2, 3);
    assertThat(Gradients.of(List.of(X), List.of(seed), List.of(X))).containsExactly(seed);
  }

  @Test
  @DisplayName("is nothing, or zeros, where none flows")
  void none() {
    Tensor other = variable("other", 2);
    Tensor sum = X.stopGradient().sum();
    assertThat(Gradients.find(List.of(sum), List.of(Tensor.of(1)), List.of(X, other)))
        .containsExactly(Optional.empty(), Optional.empty());
    assertThat(simplified(Gradients.of(sum, other)).inputs().get(0).op())
        .isEqualTo(new Op.Literal(0));
  }

  @Test
  @DisplayName("of a lookup adds rows up, so that it reads no row that was not looked up")
  void lookup() {
    Tensor table = variable("table", 9, 3);
    Tensor ids = Tensor.of(HostTensor.ofInts(Shape.of(2), 4, 4));
    Tensor gradient = Gradients.of(table.gatherRows(ids).sum(), table);
    assertThat(gradient.op()).isEqualTo(new Op.ScatterAddRows(9));
  }

  @Test
  @DisplayName("is not recorded for what is not asked for")
  void unwanted() {
    Tensor weights = variable("w", 3, 4);
    Tensor gradient = Gradients.of(X.matmul(weights).sum(), weights);
    assertThat(OperationOrder.sort(List.of(gradient)))
        .filteredOn(node -> node.op() instanceof Op.MatMul)
        .as("products: that of the gradient in the weights, none of that in X")
        .hasSize(1);
  }

  @Nested
  @DisplayName("of a composite")
  class OfComposites {
    @Test
    @DisplayName("is that of its rule, which gets zeros for the results that are not used")
    void rule() {
      Tensor factor = variable("factor");
      List<Tensor> results =
          Composite.apply(
              "two",
              Map.of(),
              List.of(X),
              all -> List.of(all.get(0).exp(), all.get(0).sum()),
              (inputs, given, gradients) -> {
                assertThat(inputs).containsExactly(X);
                assertThat(given)
                    .extracting(Tensor::shape)
                    .containsExactly(X.shape(), Shape.scalar());
                assertThat(gradients.get(0).inputs().get(0).op()).isEqualTo(new Op.Literal(0));
                return List.of(Optional.of(gradients.get(1).mul(factor).broadcastTo(2, 3)));
              });
      Tensor gradient = Gradients.of(results.get(1), X);
      assertThat(OperationOrder.sort(List.of(gradient))).contains(factor);
    }

    @Test
    @DisplayName("waits for the gradients in all of its results")
    void results() {
      List<Tensor> results =
          Composite.apply(
              "pair",
              Map.of(),
              List.of(X),
              all -> List.of(all.get(0).exp(), all.get(0).tanh()),
              (inputs, given, gradients) ->
                  List.of(Optional.of(gradients.get(0).add(gradients.get(1)))));
      Tensor gradient =
          Gradients.of(results.get(0).mul(results.get(1)).add(results.get(0)).sum(), X);
      assertThat(OperationOrder.sort(List.of(gradient))).containsAll(results);
    }

    @Test
    @DisplayName("is that of its body if it has no rule")
    void body() {
      Tensor squares =
          Composite.apply(
                  "squares", Map.of(), List.of(X), all -> List.of(all.get(0).square().sum()))
              .get(0);
      assertThat(Leaves.operations(Leaves.program(Gradients.of(squares, X)).simplified()))
          .isEqualTo(
              Leaves.operations(Leaves.program(Gradients.of(X.square().sum(), X)).simplified()));
    }

    @Test
    @DisplayName("flows through its body beside a result that is an integer")
    void integers() {
      List<Tensor> results =
          Composite.apply(
              "largest",
              Map.of(),
              List.of(X),
              all -> List.of(all.get(0).max(1), all.get(0).argmax(1)));
      Tensor gradient = Gradients.of(results.get(0).sum(), X);
      assertThat(Leaves.operations(Leaves.program(gradient).simplified()))
          .isEqualTo(
              Leaves.operations(Leaves.program(Gradients.of(X.max(1).sum(), X)).simplified()));
    }

    @Test
    @DisplayName("is empty where its rule lets none flow")
    void empty() {
      Tensor blocked =
          Composite.apply(
                  "blocked",
                  Map.of(),
                  List.of(X),
                  all -> List.of(all.get(0).exp()),
                  (inputs, given, gradients) -> List.of(Optional.empty()))
              .get(0);
      assertThat(Gradients.find(List.of(blocked.sum()), List.of(Tensor.of(1)), List.of(X)))
          .containsExactly(Optional.empty());
    }

    @Test
    @DisplayName("summed over the nodes that stand for one result")
    void sameResult() {
      Tensor exp =
          Composite.apply(
                  "exponential",
                  Map.of(),
                  List.of(X),
                  all -> List.of(all.get(0).exp()),
                  (inputs, given, gradients) -> List.of(Optional.of(gradients.get(0))))
              .get(0);
      Tensor again = ((Op.Result) exp.op()).composite().results(exp.inputs()).get(0);
      Tensor gradient = Gradients.of(exp.mul(2).add(again.mul(3)).sum(), X);
      assertThat(gradient.op()).isEqualTo(new Op.Binary(Op.BinaryKind.ADD));
    }
  }

  @Nested
  @DisplayName("is refused")
  class Refused {
    @Test
    @DisplayName("of more than one number without seeds")
    void several() {
      assertThatThrownBy(() -> Gradients.of(X, X))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The gradient of FLOAT32(2, 3) was asked for, expected one number.\n"
                  + "Maybe sum it first, or give a seed for each element.");
    }

    @Test
    @DisplayName("with a seed of another shape, or with too few")
    void seeds() {
      assertThatThrownBy(() -> Gradients.of(List.of(X), List.of(Tensor.of(1)), List.of(X)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("[FLOAT32()]", "expected", "[FLOAT32(2, 3)]", "\nMaybe ");
      assertThatThrownBy(() -> Gradients.of(List.of(X), List.of(), List.of(X)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[]");
    }

    @Test
    @DisplayName("of or in integers")
    void integers() {
      Tensor position = X.sum(0).argmax(0);
      assertThatThrownBy(() -> Gradients.of(position, X))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("INT32()", "expected FLOAT32", "\nMaybe use toFloat()");
      assertThatThrownBy(() -> Gradients.of(X.sum(), position))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("INT32()", "expected FLOAT32");
    }
  }
}
