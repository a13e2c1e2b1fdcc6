package org.distill4j.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.distill4j.model.ParameterSpec;
import org.distill4j.program.Program;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** What a program is given: the shared weights, and memory of its own for all else. */
final class Leaves implements AutoCloseable {
  private final Dl4jWeights weights;
  private final List<Slot> feeds = new ArrayList<>();
  private final List<Slot> scalars = new ArrayList<>();
  private final List<Memory> owned = new ArrayList<>();
  private final Set<String> trained;
  private final Map<String, Value> parameters = new LinkedHashMap<>();

  Leaves(Program program, Dl4jWeights weights) {
    this.weights = weights;
    this.trained =
        program.parameters().stream().map(ParameterSpec::name).collect(Collectors.toSet());
    program
        .feeds()
        .forEach(feed -> feeds.add(own((int) feed.spec().shape().size(), feed.spec().type())));
    program.scalars().forEach(scalar -> scalars.add(own(1, DType.FLOAT32)));
  }

  private Slot own(int size, DType type) {
    return Slot.in(keep(new Memory(size)), type);
  }

  private Memory keep(Memory memory) {
    owned.add(memory);
    return memory;
  }

  Value variable(Tensor node, Op.Variable op) {
    return trained.contains(op.name()) ? parameter(node, op) : state(node, op);
  }

  private Value parameter(Tensor node, Op.Variable op) {
    return parameters.computeIfAbsent(
        op.name(), name -> weight(name, slot -> Value.trained(slot, node.shape())));
  }

  private Value state(Tensor node, Op.Variable op) {
    return weight(op.name(), slot -> Value.fixed(slot, node.shape()));
  }

  private Value weight(String name, Function<Slot, Value> view) {
    return view.apply(Slot.in(weights.memory(name), DType.FLOAT32));
  }

  Value feed(Tensor node, Op.Feed op) {
    return Value.fixed(feeds.get(op.index()), node.shape());
  }

  Value scalar(Tensor node, Op.Scalar op) {
    return Value.fixed(scalars.get(op.index()), node.shape());
  }

  Value literal(Tensor node, Op.Literal op) {
    Memory memory = keep(Memory.of((float) op.value()));
    return Value.fixed(Slot.in(memory, DType.FLOAT32), node.shape());
  }

  Value constant(Tensor node, Op.Constant op) {
    return Value.fixed(Slot.in(keep(Memory.of(op.value())), node.type()), node.shape());
  }

  /** The parameters that the program reads, by name. */
  Map<String, Value> parameters() {
    return parameters;
  }

  /** Takes the values for a run. */
  void give(List<HostTensor> values, double[] numbers) {
    for (int i = 0; i < values.size(); i++) {
      feeds.get(i).memory().give(values.get(i));
    }
    for (int i = 0; i < numbers.length; i++) {
      scalars.get(i).floatsToWrite()[0] = (float) numbers[i];
    }
  }

  @Override
  public void close() {
    owned.forEach(Memory::close);
  }
}
