package org.distill4j.dl4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;

/** The steps of a plan as they are laid down, and the rules by which gradients flow back. */
final class Tape {
  /** How the gradient of an output reaches the inputs. */
  private record Rule(Value output, Consumer<Value> spread) {}

  private final List<Step> steps = new ArrayList<>();
  private final List<Rule> rules = new ArrayList<>();
  private final Map<Scratch, Memory> scratches = new HashMap<>();
  private boolean backwards;

  /**
   * Lays down a step.
   *
   * @param type the type of its result
   * @param shape the shape of its result
   * @param inputs what it reads
   * @param kernel makes the work from the slot that it writes
   * @return the result
   */
  Value add(DType type, Shape shape, List<Value> inputs, Function<Slot, Runnable> kernel) {
    Slot output = new Slot(type, Math.toIntExact(shape.size()));
    List<Slot> slots = inputs.stream().map(Value::slot).toList();
    steps.add(new Step(slots, output, kernel.apply(output)));
    boolean trained =
        !backwards && type == DType.FLOAT32 && inputs.stream().anyMatch(Value::differentiable);
    return trained ? Value.trained(output, shape) : Value.fixed(output, shape);
  }

  /** Lays down a step whose result is FLOAT32. */
  Value floats(Shape shape, List<Value> inputs, Function<Slot, Runnable> kernel) {
    return add(DType.FLOAT32, shape, inputs, kernel);
  }

  /** Says how a value's gradient reaches the values it was made of. */
  void rule(Value output, Consumer<Value> spread) {
    if (output.differentiable()) {
      rules.add(new Rule(output, spread));
    }
  }

  /** Lays down the steps that differentiate a scalar; the gradients are then known. */
  void differentiate(Value scalar, Gradients gradients) {
    backwards = true;
    Slot one = Slot.in(Memory.of(1), DType.FLOAT32);
    gradients.add(scalar, () -> Value.fixed(one, scalar.shape()));
    for (int i = rules.size() - 1; i >= 0; i--) {
      Rule rule = rules.get(i);
      gradients.of(rule.output()).ifPresent(rule.spread());
    }
  }

  /** Memory that a step may use while it runs; others use it before and after. */
  Memory scratch(Scratch.Role role, int size) {
    return scratches.computeIfAbsent(new Scratch(role, size), key -> new Memory(size));
  }

  List<Step> steps() {
    return steps;
  }

  Collection<Memory> scratches() {
    return scratches.values();
  }
}
