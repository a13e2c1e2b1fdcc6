package org.distill4j.conformance.broken;

import java.util.Map;
import org.distill4j.backend.Device;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.tensor.TensorSpec;

/** Passes all calls on. */
class PassingPrograms implements Session {
  private final Session right;

  PassingPrograms(Session right) {
    this.right = right;
  }

  Session right() {
    return right;
  }

  @Override
  public Device device() {
    return right.device();
  }

  @Override
  public String engineVersion() {
    return right.engineVersion();
  }

  @Override
  public Variables variables(Map<String, TensorSpec> specs) {
    return right.variables(specs);
  }

  @Override
  public Executable compile(Program program, Variables variables) {
    return right.compile(program, variables);
  }

  @Override
  public void close() {
    right.close();
  }
}
