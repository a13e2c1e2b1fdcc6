package org.distill4j.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Weights;
import org.distill4j.program.Program;
import org.distill4j.tensor.HostTensor;

/** The parameters and states of a model, shared by its programs of all batch sizes. */
final class Dl4jWeights implements AutoCloseable {
  private final List<ParameterSpec> parameters;
  private final List<ParameterSpec> all = new ArrayList<>();
  private final Map<String, Memory> memories = new LinkedHashMap<>();

  Dl4jWeights(Program program, Weights weights) {
    this.parameters = program.parameters();
    parameters.forEach(spec -> load(spec, weights));
    program.states().forEach(spec -> load(spec, weights));
  }

  private void load(ParameterSpec spec, Weights weights) {
    Memory memory = new Memory((int) spec.shape().size());
    weights.get(spec.name()).floats().get(memory.floatsToWrite());
    all.add(spec);
    memories.put(spec.name(), memory);
  }

  List<ParameterSpec> parameters() {
    return parameters;
  }

  Memory memory(String name) {
    Memory memory = memories.get(name);
    if (memory == null) {
      throw new IllegalStateException(
          "Weight "
              + name
              + " was asked for, expected one of "
              + memories.keySet()
              + ".\nMaybe the model declares other weights in training than in evaluation.");
    }
    return memory;
  }

  /** Gives states new values, all of which are read before the first is written. */
  void take(Map<String, Value> updates) {
    Map<String, float[]> values = new LinkedHashMap<>();
    updates.forEach((name, value) -> values.put(name, value.slot().floats().clone()));
    values.forEach(
        (name, array) -> System.arraycopy(array, 0, memory(name).floatsToWrite(), 0, array.length));
  }

  Weights toWeights() {
    Map<String, HostTensor> copies = new LinkedHashMap<>();
    for (ParameterSpec spec : all) {
      float[] elements = memory(spec.name()).floats();
      copies.put(spec.name(), HostTensor.ofFloats(spec.shape(), elements));
    }
    return Weights.of(copies);
  }

  @Override
  public void close() {
    memories.values().forEach(Memory::close);
  }
}
