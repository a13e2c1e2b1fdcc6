package org.distill4j.jvm;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.distill4j.backend.Variables;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** Variables in arrays that stay where they are. */
final class PlanVariables implements Variables, PlanResource {
  private final Map<String, TensorSpec> specs;
  private final Map<String, Memory> memories = new LinkedHashMap<>();

  PlanVariables(Map<String, TensorSpec> specs) {
    this.specs = Map.copyOf(specs);
    specs.forEach((name, spec) -> memories.put(name, new Memory(HeapLimit.elements(spec.shape()))));
  }

  @Override
  public Map<String, TensorSpec> specs() {
    return specs;
  }

  /** The bytes of all. */
  long bytes() {
    return memories.values().stream().mapToLong(Memory::bytes).sum();
  }

  Memory memory(String name) {
    return Objects.requireNonNull(memories.get(name), name);
  }

  @Override
  public HostTensor read(String name) {
    TensorSpec spec = Objects.requireNonNull(specs.get(name), name);
    HostTensor copy = HostTensor.allocate(DType.FLOAT32, spec.shape());
    copy.floats().put(memory(name).floats());
    return copy;
  }

  @Override
  public void write(String name, HostTensor value) {
    value.floats().get(0, memory(name).floatsToWrite());
  }

  @Override
  public void close() {
    memories.values().forEach(Memory::close);
  }
}
