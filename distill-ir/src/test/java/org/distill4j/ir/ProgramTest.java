package org.distill4j.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.distill4j.ir.Leaves.scalar;
import static org.distill4j.ir.Leaves.variable;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A program")
class ProgramTest {
  private static final TensorSpec PAIR = TensorSpec.floats(2);
  private static final Tensor FEED = Tensor.leaf(new Op.Feed(0), PAIR);

  @Test
  @DisplayName("lists what it computes once, inputs first, and nothing else")
  void nodes() {
    Tensor sum = FEED.add(FEED);
    Tensor unused = sum.exp();
    Tensor product = sum.mul(scalar(0));
    Program program = new Program(List.of(PAIR), 1, Map.of("product", product), Map.of("sum", sum));
    assertThat(program.nodes())
        .containsExactlyInAnyOrder(FEED, sum, scalarOf(product), product)
        .doesNotContain(unused)
        .containsSubsequence(FEED, sum, product);
  }

  private static Tensor scalarOf(Tensor product) {
    return product.inputs().get(1);
  }

  @Test
  @DisplayName("has the variables that it reads and those that it writes")
  void variables() {
    Tensor read = variable("read", 2, 3);
    Program program = new Program(List.of(), 0, Map.of(), Map.of("written", read.sum()));
    assertThat(program.variables())
        .isEqualTo(Map.of("read", TensorSpec.floats(2, 3), "written", TensorSpec.floats()));
    assertThat(program.outputs()).isEmpty();
    assertThat(program.updates()).containsOnlyKeys("written");
  }

  @Nested
  @DisplayName("refuses")
  class Refuses {
    private void requireRefused(ThrowingCallable call, String... parts) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(parts)
          .hasMessageContainingAll("expected", "\nMaybe ");
    }

    private Program of(Tensor output) {
      return new Program(List.of(PAIR), 1, Map.of("out", output), Map.of());
    }

    @Test
    @DisplayName("feeds and scalars that it does not take")
    void leaves() {
      requireRefused(() -> of(Tensor.leaf(new Op.Feed(1), PAIR)), "Feed[index=1]", "[FLOAT32(2)]");
      requireRefused(
          () -> of(Tensor.leaf(new Op.Feed(0), TensorSpec.floats(3))),
          "Feed[index=0]",
          "FLOAT32(3)");
      requireRefused(() -> of(scalar(1)), "Scalar[index=1]", "one of 1 scalars");
    }

    @Test
    @DisplayName("an argument of a composite")
    void argument() {
      requireRefused(
          () -> of(Tensor.leaf(new Op.Argument(0), PAIR)), "Argument[index=0]", "no argument");
    }

    @Test
    @DisplayName("truth values as an output")
    void truth() {
      requireRefused(() -> of(FEED.less(FEED)), "Output out is BOOL(2)", "FLOAT32 or INT32");
    }

    @Test
    @DisplayName("a variable of two shapes, read or written, or of another type")
    void variables() {
      Tensor two = variable("v", 2);
      Tensor three = variable("v", 3);
      requireRefused(
          () -> of(two.sum().add(three.sum())), "Variable v", "FLOAT32(3)", "FLOAT32(2)");
      requireRefused(
          () -> new Program(List.of(), 0, Map.of("two", two), Map.of("v", two.sum())),
          "Variable v is used as FLOAT32()");
      Tensor ints = Tensor.of(HostTensor.ofInts(Shape.of(1), 1));
      requireRefused(
          () -> new Program(List.of(), 0, Map.of(), Map.of("v", ints)),
          "Variable v is used as INT32(1)",
          "expected FLOAT32");
    }
  }
}
