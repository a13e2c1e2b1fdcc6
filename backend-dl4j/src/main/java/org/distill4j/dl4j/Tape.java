package org.distill4j.dl4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;

/** The steps of a plan as they are laid down, and the rules by which gradients flow back. */
final class Tape {
  /** How the gradient of an output reaches the inputs. */
  private record Rule(Value output, Consumer<Value> spread) {}

  /** The results of a step that has two. */
  record Pair(Value first, Value second) {}

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
    Slot output = slot(type, shape);
    steps.add(new Step(slots(inputs), List.of(output), kernel.apply(output)));
    return value(output, shape, type == DType.FLOAT32 && trained(inputs));
  }

  private static Slot slot(DType type, Shape shape) {
    return new Slot(type, Math.toIntExact(shape.size()));
  }

  private static List<Slot> slots(List<Value> inputs) {
    return inputs.stream().map(Value::slot).toList();
  }

  private boolean trained(List<Value> inputs) {
    return !backwards && inputs.stream().anyMatch(Value::differentiable);
  }

  private static Value value(Slot slot, Shape shape, boolean trained) {
    return trained ? Value.trained(slot, shape) : Value.fixed(slot, shape);
  }

  /** Lays down a step whose result is FLOAT32. */
  Value floats(Shape shape, List<Value> inputs, Function<Slot, Runnable> kernel) {
    return add(DType.FLOAT32, shape, inputs, kernel);
  }

  /** Lays down a step with two results, both FLOAT32 and of the same shape. */
  Pair twoFloats(Shape shape, List<Value> inputs, BiFunction<Slot, Slot, Runnable> kernel) {
    Slot first = slot(DType.FLOAT32, shape);
    Slot second = slot(DType.FLOAT32, shape);
    steps.add(new Step(slots(inputs), List.of(first, second), kernel.apply(first, second)));
    boolean trained = trained(inputs);
    return new Pair(value(first, shape, trained), value(second, shape, trained));
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
