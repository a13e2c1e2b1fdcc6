package org.distill4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A composite")
class CompositeTest {
  private static final Tensor X = Tensor.leaf(new Op.Variable("x"), TensorSpec.floats(2, 3));
  private static final Tensor Y = Tensor.leaf(new Op.Variable("y"), TensorSpec.floats(3));

  private static List<Tensor> applied() {
    return Composite.apply(
        "scaled-sum",
        Map.of("scale", 2.0),
        List.of(X, Y),
        all -> List.of(all.get(0).add(all.get(1)).mul(2), all.get(1)));
  }

  private static Composite composite() {
    return ((Op.Result) applied().get(0).op()).composite();
  }

  /** Names what it reads, and writes down the order. */
  private interface Names extends Algebra<String> {
    static Names writing(List<String> log, boolean whole) {
      return (Names)
          Proxy.newProxyInstance(
              Names.class.getClassLoader(),
              new Class<?>[] {Names.class},
              (proxy, method, arguments) -> {
                log.add(method.getName());
                if (!method.getName().equals("composite")) {
                  return method.getName();
                }
                Composite composite = (Composite) arguments[0];
                @SuppressWarnings("unchecked")
                List<String> inputs = (List<String>) arguments[1];
                return whole
                    ? List.of(composite.name() + inputs, "second")
                    : composite.interpret((Names) proxy, inputs);
              });
    }
  }

  @Test
  @DisplayName("has a name, numbers, and results of its body's types and shapes")
  void results() {
    assertThat(applied()).extracting(Tensor::shape).containsExactly(X.shape(), Y.shape());
    assertThat(composite().name()).isEqualTo("scaled-sum");
    assertThat(composite().number("scale")).isEqualTo(2);
    assertThat(composite().attributes()).containsOnlyKeys("scale");
    assertThat(composite().rule()).isEmpty();
    assertThat(composite()).hasToString("scaled-sum{scale=2.0}");
  }

  @Test
  @DisplayName("names the numbers that it has when asked for another")
  void unknownNumber() {
    assertThatThrownBy(() -> composite().number("rate"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("scaled-sum", "\"rate\"", "expected one of [scale]", "\nMaybe ");
  }

  @Test
  @DisplayName("can be applied to other tensors of the same shapes")
  void again() {
    List<Tensor> again = composite().results(List.of(X.exp(), Y));
    assertThat(again.get(0).inputs().get(0).op()).isEqualTo(new Op.Unary(Op.UnaryKind.EXP));
    assertThat(again).extracting(Tensor::shape).containsExactly(X.shape(), Y.shape());
  }

  @Test
  @DisplayName("in primitives is its body, with its arguments replaced")
  void inline() {
    List<Tensor> inline = composite().inline(List.of(X, Y));
    assertThat(inline.get(1)).isSameAs(Y);
    assertThat(OperationOrder.sort(inline))
        .contains(X, Y)
        .noneMatch(node -> node.op() instanceof Op.Argument);
    assertThat(inline.get(0).inputs().get(0).inputs()).containsExactly(X, Y);
  }

  @Test
  @DisplayName("whose argument is read outside of the body says so")
  void argument() {
    Tensor argument = Tensor.leaf(new Op.Argument(1), TensorSpec.floats());
    List<String> log = new ArrayList<>();
    assertThatThrownBy(
            () ->
                new Interpretation<>(Names.writing(log, true), new HashMap<>())
                    .read(List.of(argument)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("Argument 1", "expected it inside the body", "\nMaybe ");
  }

  @Nested
  @DisplayName("is read")
  class Read {
    private final List<String> log = new ArrayList<>();
    private final Map<Tensor, String> values = new HashMap<>();

    private void read(boolean whole, List<Tensor> results) {
      new Interpretation<>(Names.writing(log, whole), values).read(OperationOrder.sort(results));
    }

    @Test
    @DisplayName("whole, once for all of its results")
    void whole() {
      List<Tensor> results = applied();
      read(true, results);
      assertThat(log).containsExactly("variable", "variable", "composite");
      assertThat(results.stream().map(values::get))
          .containsExactly("scaled-sum[variable, variable]", "second");
    }

    @Test
    @DisplayName("by its body where an algebra has nothing better")
    void body() {
      List<Tensor> results = applied();
      read(false, results);
      assertThat(log)
          .containsExactly("variable", "variable", "composite", "binary", "literal", "binary");
      assertThat(results.stream().map(values::get)).containsExactly("binary", "variable");
    }

    @Test
    @DisplayName("once more when it is applied once more")
    void twice() {
      List<Tensor> results = new ArrayList<>(applied());
      results.addAll(applied());
      read(true, results);
      assertThat(log).filteredOn("composite"::equals).hasSize(2);
    }

    @Test
    @DisplayName("with handles that are known before, which are not read again")
    void known() {
      values.put(X, "known");
      Tensor sum = X.add(X);
      read(true, List.of(sum));
      assertThat(log).containsExactly("binary");
      assertThat(values).containsEntry(X, "known").containsEntry(sum, "binary");
    }
  }
}
