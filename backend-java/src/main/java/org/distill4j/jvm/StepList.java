package org.distill4j.jvm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;

/** The steps of a plan as they are laid down. */
final class StepList {
  /** The results of a step that has two. */
  record Pair(Value first, Value second) {}

  private final PlanEngine engine;
  private final List<Step> steps = new ArrayList<>();
  private final Map<Scratch, Memory> scratches = new HashMap<>();
  private final Map<List<Object>, ThreadArrays> threadArrays = new HashMap<>();

  StepList(PlanEngine engine) {
    this.engine = engine;
  }

  /** What multiplies matrices for the steps. */
  Multiplier multiplier() {
    return engine.multiplier();
  }

  /** Does work with the threads that its size is worth, as {@link PlanEngine#share} describes. */
  void share(long elements, ThreadTeam.Work work) {
    engine.share(elements, work);
  }

  /** The number of threads at the moment. */
  int threads() {
    return engine.team().size();
  }

  /** The loops over rows for the steps. */
  RowLoops rows() {
    return engine.rows();
  }

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
    add(inputs, List.of(output), Map.of(), kernel.apply(output));
    return new Value(output, shape);
  }

  /** Lays down a step whose result is FLOAT32. */
  Value floats(Shape shape, List<Value> inputs, Function<Slot, Runnable> kernel) {
    return add(DType.FLOAT32, shape, inputs, kernel);
  }

  /** Lays down a step with two results, both FLOAT32 and of the same shape. */
  Pair twoFloats(Shape shape, List<Value> inputs, BiFunction<Slot, Slot, Runnable> kernel) {
    List<Value> both =
        manyFloats(
            List.of(shape, shape),
            inputs,
            outputs -> Map.of(),
            outputs -> kernel.apply(outputs.get(0), outputs.get(1)));
    return new Pair(both.get(0), both.get(1));
  }

  /**
   * Lays down a step with several results.
   *
   * @param shapes their shapes
   * @param inputs what it reads
   * @param replaceable tells which inputs' memory the slots that it writes may take, as {@link
   *     Step} describes
   * @param kernel makes the work from the slots that it writes
   * @return the results
   */
  List<Value> manyFloats(
      List<Shape> shapes,
      List<Value> inputs,
      Function<List<Slot>, Map<Slot, Set<Slot>>> replaceable,
      Function<List<Slot>, Runnable> kernel) {
    List<Slot> outputs = shapes.stream().map(shape -> slot(DType.FLOAT32, shape)).toList();
    add(inputs, outputs, replaceable.apply(outputs), kernel.apply(outputs));
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      values.add(new Value(outputs.get(i), shapes.get(i)));
    }
    return values;
  }

  /**
   * Lays down an elementwise step.
   *
   * @param shape the shape of its result
   * @param loop what it does
   * @param operands one to three values that broadcast to the shape
   * @return the result, FLOAT32
   */
  Value elementwise(Shape shape, BlockLoop loop, Value... operands) {
    return elementwise(ElementwiseFormula.of(shape, loop, operands));
  }

  /** Lays down an elementwise step. */
  Value elementwise(ElementwiseFormula formula) {
    Slot output = slot(DType.FLOAT32, formula.shape());
    steps.add(StepFusion.step(engine, formula, output));
    return new Value(output, formula.shape());
  }

  private void add(
      List<Value> inputs, List<Slot> outputs, Map<Slot, Set<Slot>> replaceable, Runnable kernel) {
    List<Slot> read = inputs.stream().map(Value::slot).toList();
    steps.add(new Step(read, outputs, replaceable, kernel));
  }

  private static Slot slot(DType type, Shape shape) {
    return new Slot(type, HeapLimit.elements(shape));
  }

  /** Memory that a step may use while it runs; others use it before and after. */
  Memory scratch(Scratch.Role role, int size) {
    return scratches.computeIfAbsent(new Scratch(role, size), key -> new Memory(size));
  }

  /**
   * Arrays that threads may use while a step runs; others use them before and after.
   *
   * @param key steps with equal keys share them
   * @param size the number of elements of each
   * @return the arrays
   */
  ThreadArrays threadArrays(Object key, int size) {
    return threadArrays.computeIfAbsent(List.of(key, size), all -> new ThreadArrays(size));
  }

  /** The bytes of the arrays of threads. */
  long bytes() {
    return threads() * threadArrays.values().stream().mapToLong(ThreadArrays::bytes).sum();
  }

  List<Step> steps() {
    return steps;
  }

  Collection<Memory> scratches() {
    return scratches.values();
  }
}
