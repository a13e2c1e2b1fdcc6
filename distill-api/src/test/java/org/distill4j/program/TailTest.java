package org.distill4j.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.model.LayerModel;
import org.distill4j.model.Mode;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The tail of a loss")
class TailTest {
  private static final double RUN_TIME = 5;

  private final Map<Tensor, String> roots = new HashMap<>();

  /** What the numbers are worth; a scalar of the run is 5. */
  private static final Tail.Numbers<Double> NUMBERS =
      new Tail.Numbers<>() {
        @Override
        public Double of(double value) {
          return value;
        }

        @Override
        public Double of(Tensor number) {
          if (number.op() instanceof Op.Literal literal) {
            return literal.value();
          } else if (number.op() instanceof Op.Binary binary) {
            return combine(binary.kind(), of(number.inputs().get(0)), of(number.inputs().get(1)));
          }
          return RUN_TIME;
        }

        @Override
        public Double combine(Op.BinaryKind kind, Double left, Double right) {
          return switch (kind) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case DIV -> left / right;
            case MAXIMUM -> Math.max(left, right);
            case MINIMUM -> Math.min(left, right);
          };
        }
      };

  private Tensor root(String name, Tensor tensor) {
    roots.put(tensor, name);
    return tensor;
  }

  private static Tensor x(Signals signals) {
    return signals.student().logits();
  }

  private static Program step(Function<Signals, LossTerms> loss) {
    return Recorder.step(
        new LayerModel(TensorSpec.floats(3), (scope, x) -> x.relu()),
        loss::apply,
        new StepSignature(Map.of(), List.of()),
        2);
  }

  private Map<String, Double> weights(Program program) {
    Map<String, Double> named = new HashMap<>();
    Tail.of(program)
        .weights(NUMBERS)
        .forEach((root, weight) -> named.put(roots.getOrDefault(root, root.toString()), weight));
    return named;
  }

  private Map<String, Double> weightsOf(Function<Signals, Tensor> total) {
    return weights(step(signals -> LossTerms.total(total.apply(signals))));
  }

  @Test
  @DisplayName("gives each root the weight that the arithmetic gives it")
  void weighted() {
    assertThat(
            weightsOf(
                s -> {
                  Tensor a = root("a", x(s).sum());
                  Tensor b = root("b", x(s).max());
                  Tensor rate = s.scheduled(Schedule.constant(RUN_TIME));
                  Tensor share = Tensor.of(1).sub(rate);
                  return a.div(4).mul(rate).sub(b.mul(share)).add(7).sub(a);
                }))
        .containsExactlyInAnyOrderEntriesOf(Map.of("a", 5.0 / 4 - 1, "b", 4.0));
  }

  @Test
  @DisplayName("knows negation")
  void negated() {
    assertThat(weightsOf(s -> root("a", x(s).sum()).negate().mul(3))).isEqualTo(Map.of("a", -3.0));
  }

  @Test
  @DisplayName("is empty where a total is none of it")
  void empty() {
    Program program = step(s -> LossTerms.total(root("a", x(s).sum().exp())));
    assertThat(weights(program)).isEqualTo(Map.of("a", 1.0));
    assertThat(program.nodes()).noneMatch(Tail.of(program)::contains);
  }

  @Test
  @DisplayName("gives a number no root")
  void number() {
    assertThat(weightsOf(s -> Tensor.of(3).mul(Tensor.of(2)))).isEmpty();
  }

  @Test
  @DisplayName("ends where a single number meets more than another one")
  void notLinear() {
    assertThat(
            weightsOf(
                s -> {
                  Tensor sum = x(s).sum();
                  Tensor product = root("product", sum.mul(x(s).max()));
                  Tensor quotient = root("quotient", Tensor.of(2).div(sum));
                  Tensor larger = root("larger", sum.maximum(Tensor.of(0)));
                  return product.add(quotient).add(larger);
                }))
        .isEqualTo(Map.of("product", 1.0, "quotient", 1.0, "larger", 1.0));
  }

  @Test
  @DisplayName("leaves out what is used before it too")
  void usedBefore() {
    assertThat(
            weightsOf(
                s -> {
                  Tensor half = root("half", x(s).sum().div(2));
                  Tensor rest = root("rest", x(s).sub(half).max());
                  return half.add(rest);
                }))
        .isEqualTo(Map.of("half", 1.0, "rest", 1.0));
  }

  @Test
  @DisplayName("holds other terms, whose roots the total does not count")
  void otherTerms() {
    Program program =
        step(s -> LossTerms.total(root("a", x(s).sum()).div(2)).and("other", x(s).max().mul(3)));
    assertThat(weights(program)).isEqualTo(Map.of("a", 0.5));
    assertThat(program.outputs().values()).allMatch(Tail.of(program)::contains);
  }

  @Test
  @DisplayName("is a matter of losses alone")
  void models() {
    LayerModel model =
        new LayerModel(TensorSpec.floats(3), (scope, x) -> x.sum().mul(2).broadcastTo(2));
    Program program = Recorder.forward(model, Mode.EVALUATION, 2);
    assertThat(Tail.of(program).weights(NUMBERS)).isEmpty();
    assertThat(program.nodes()).noneMatch(Tail.of(program)::contains);
  }
}
