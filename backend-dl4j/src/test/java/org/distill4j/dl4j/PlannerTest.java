package org.distill4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Op.UnaryKind;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A plan")
class PlannerTest {
  private final Tape tape = new Tape();
  private final Value input = Value.fixed(Slot.in(Memory.of(-2), DType.FLOAT32), Shape.scalar());

  private Value negate(Value value) {
    return Elementwise.unary(tape, UnaryKind.NEGATE, value);
  }

  @Test
  @DisplayName("drops steps whose result nobody reads")
  void drops() {
    Value kept = negate(input);
    negate(negate(input));
    try (Plan plan = Planner.plan(tape, List.of(kept.slot()))) {
      assertThat(plan.size()).isEqualTo(1);
      plan.run();
      assertThat(kept.slot().floats()).containsExactly(2);
    }
  }

  @Test
  @DisplayName("lets slots share memory that are not needed at the same time")
  void shares() {
    Value first = negate(input);
    Value second = negate(first);
    Value third = negate(second);
    Value fourth = negate(third);
    try (Plan plan = Planner.plan(tape, List.of(fourth.slot()))) {
      plan.run();
      assertThat(third.slot().memory()).isSameAs(first.slot().memory());
      assertThat(second.slot().memory()).isNotSameAs(first.slot().memory());
      assertThat(fourth.slot().floats()).containsExactly(-2);
    }
  }

  private Tape.Pair half(Value value) {
    return tape.twoFloats(
        Shape.scalar(),
        List.of(value),
        (half, rest) ->
            () -> {
              half.floatsToWrite()[0] = value.slot().floats()[0] / 2;
              rest.floatsToWrite()[0] = value.slot().floats()[0] / 4;
            });
  }

  @Test
  @DisplayName(
      "keeps a step of two results for either, and uses the memory of one that is not read")
  void pair() {
    Tape.Pair made = half(input);
    Value first = negate(made.second());
    Value second = negate(first);
    half(second);
    try (Plan plan = Planner.plan(tape, List.of(second.slot()))) {
      assertThat(plan.size()).isEqualTo(3);
      plan.run();
      plan.run();
      assertThat(first.slot().memory()).isSameAs(made.first().slot().memory());
      assertThat(first.slot().memory()).isNotSameAs(made.second().slot().memory());
      assertThat(second.slot().floats()).containsExactly(-0.5f);
    }
  }

  @Test
  @DisplayName("keeps the memory of results and of what is read again")
  void keeps() {
    Value first = negate(input);
    Value second = negate(first);
    Value sum =
        Elementwise.pair(
            tape, (a, ai, b, bi, y, yi, n) -> y[yi] = a[ai] * b[bi], first, negate(second));
    try (Plan plan = Planner.plan(tape, List.of(sum.slot(), second.slot()))) {
      plan.run();
      plan.run();
      assertThat(second.slot().floats()).containsExactly(-2);
      assertThat(sum.slot().floats()).containsExactly(4);
    }
  }
}
