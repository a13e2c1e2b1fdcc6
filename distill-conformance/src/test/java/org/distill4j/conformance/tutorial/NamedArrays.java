package org.distill4j.conformance.tutorial;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;

/** The engine's own memory: an array for each declared parameter or state. */
final class NamedArrays {
  private final List<ParameterSpec> specs;
  private final Map<String, float[]> arrays = new LinkedHashMap<>();

  private NamedArrays(List<ParameterSpec> specs) {
    this.specs = specs;
  }

  static NamedArrays of(List<ParameterSpec> specs, Weights weights) {
    NamedArrays all = new NamedArrays(specs);
    specs.forEach(s -> all.arrays.put(s.name(), weights.get(s.name()).toFloatArray()));
    return all;
  }

  static NamedArrays zeros(List<ParameterSpec> specs) {
    NamedArrays all = new NamedArrays(specs);
    specs.forEach(s -> all.arrays.put(s.name(), new float[Math.toIntExact(s.shape().size())]));
    return all;
  }

  boolean has(String name) {
    return arrays.containsKey(name);
  }

  float[] get(String name) {
    return Objects.requireNonNull(arrays.get(name), name);
  }

  void put(String name, float[] array) {
    arrays.put(name, array);
  }

  Map<String, float[]> asMap() {
    return arrays;
  }

  Weights snapshot() {
    Map<String, HostTensor> copies = new LinkedHashMap<>();
    specs.forEach(s -> copies.put(s.name(), HostTensor.ofFloats(s.shape(), get(s.name()).clone())));
    return Weights.of(copies);
  }
}
