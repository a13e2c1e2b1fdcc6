package org.distill4j.conformance.reference;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Weights;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** Arrays by the names of parameters or states, in order. */
final class Named {
  private final Map<String, double[]> arrays = new LinkedHashMap<>();

  /** Copies of weights, in the order of what was declared. */
  static Named of(List<ParameterSpec> specs, Weights weights) {
    Named named = new Named();
    specs.forEach(spec -> named.put(spec.name(), Hosts.elements(weights.get(spec.name()))));
    return named;
  }

  /** Zeros for everything declared. */
  static Named zeros(List<ParameterSpec> specs) {
    Named named = new Named();
    specs.forEach(spec -> named.put(spec.name(), new double[Math.toIntExact(spec.shape().size())]));
    return named;
  }

  /** The same arrays under a map of its own. */
  Named copy() {
    Named copy = new Named();
    arrays.forEach(copy::put);
    return copy;
  }

  boolean has(String name) {
    return arrays.containsKey(name);
  }

  double[] get(String name) {
    return Objects.requireNonNull(arrays.get(name), name);
  }

  void put(String name, double[] array) {
    arrays.put(name, array);
  }

  void putAll(Named others) {
    arrays.putAll(others.arrays);
  }

  void forEach(BiConsumer<String, double[]> action) {
    arrays.forEach(action);
  }

  Map<String, double[]> asMap() {
    return Collections.unmodifiableMap(arrays);
  }

  /** Float32 copies of what was declared. */
  Weights snapshot(List<ParameterSpec> specs) {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    for (ParameterSpec spec : specs) {
      TensorSpec type = new TensorSpec(DType.FLOAT32, spec.shape());
      tensors.put(spec.name(), Hosts.tensor(type, get(spec.name())));
    }
    return Weights.of(tensors);
  }
}
