package org.distill4j.conformance.reference;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.distill4j.backend.Variables;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** Variables that keep double precision from run to run; reading rounds to float32. */
final class DoubleVariables implements Variables {
  private final Map<String, TensorSpec> specs;
  private final Map<String, double[]> values = new HashMap<>();

  DoubleVariables(Map<String, TensorSpec> specs) {
    this.specs = Collections.unmodifiableMap(new LinkedHashMap<>(specs));
    specs.forEach((name, spec) -> values.put(name, DoubleArray.zeros(spec.shape())));
  }

  /** Returns the present values; a map of its own. */
  Map<String, double[]> values() {
    return Map.copyOf(values);
  }

  void update(Map<String, double[]> others) {
    values.putAll(others);
  }

  @Override
  public Map<String, TensorSpec> specs() {
    return specs;
  }

  @Override
  public HostTensor read(String name) {
    return HostConversions.tensor(
        Objects.requireNonNull(specs.get(name)), Objects.requireNonNull(values.get(name)));
  }

  @Override
  public void write(String name, HostTensor value) {
    values.put(name, HostConversions.elements(value));
  }

  @Override
  public void close() {
    values.clear();
  }
}
