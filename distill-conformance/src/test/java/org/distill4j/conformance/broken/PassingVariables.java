package org.distill4j.conformance.broken;

import java.util.Map;
import org.distill4j.backend.Variables;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** Passes all calls on. */
class PassingVariables implements Variables {
  private final Variables right;

  PassingVariables(Variables right) {
    this.right = right;
  }

  Variables right() {
    return right;
  }

  @Override
  public Map<String, TensorSpec> specs() {
    return right.specs();
  }

  @Override
  public HostTensor read(String name) {
    return right.read(name);
  }

  @Override
  public void write(String name, HostTensor value) {
    right.write(name, value);
  }

  @Override
  public void close() {
    right.close();
  }
}
