package org.distill4j.jvm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.ir.Program;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** The inputs of a program: variables in their memory, and memory of its own for all else. */
final class PlanInputs implements AutoCloseable {
  private final PlanVariables variables;
  private final Map<String, Slot> variableSlots = new HashMap<>();
  private final List<Slot> feeds = new ArrayList<>();
  private final List<Slot> scalars = new ArrayList<>();
  private final List<Memory> owned = new ArrayList<>();

  PlanInputs(Program program, PlanVariables variables) {
    this.variables = variables;
    for (TensorSpec feed : program.feeds()) {
      feeds.add(Slot.in(new Memory(HeapLimit.elements(feed.shape())), feed.type()));
    }
    for (int i = 0; i < program.scalars(); i++) {
      scalars.add(own(new Memory(1), DType.FLOAT32));
    }
  }

  private Slot own(Memory memory, DType type) {
    owned.add(memory);
    return Slot.in(memory, type);
  }

  /** Returns the slot of a variable, the same one each time. */
  Slot variable(String name) {
    return variableSlots.computeIfAbsent(
        name, key -> Slot.in(variables.memory(key), DType.FLOAT32));
  }

  Value variable(Tensor node, Op.Variable op) {
    return new Value(variable(op.name()), node.shape());
  }

  Value feed(Tensor node, Op.Feed op) {
    return new Value(feeds.get(op.index()), node.shape());
  }

  Value scalar(Tensor node, Op.Scalar op) {
    return new Value(scalars.get(op.index()), node.shape());
  }

  Value literal(Tensor node, double value) {
    return new Value(own(Memory.of(value), DType.FLOAT32), node.shape());
  }

  Value constant(Tensor node, Op.Constant op) {
    return new Value(own(Memory.of(op.value()), node.type()), node.shape());
  }

  /** The memory of what is given before each run, which the plan owns. */
  List<Memory> feeds() {
    return feeds.stream().map(Slot::memory).toList();
  }

  /** Returns the bytes of all inputs except variables and feeds. */
  long bytes() {
    return owned.stream().mapToLong(Memory::bytes).sum();
  }

  /** Takes the values for a run. */
  void give(List<HostTensor> values, double[] numbers) {
    for (int i = 0; i < values.size(); i++) {
      feeds.get(i).memory().give(values.get(i));
    }
    for (int i = 0; i < numbers.length; i++) {
      scalars.get(i).memory().give(numbers[i]);
    }
  }

  @Override
  public void close() {
    owned.forEach(Memory::close);
  }
}
