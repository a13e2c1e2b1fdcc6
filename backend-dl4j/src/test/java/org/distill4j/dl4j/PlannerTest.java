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
