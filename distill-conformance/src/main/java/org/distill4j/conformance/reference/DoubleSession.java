package org.distill4j.conformance.reference;

import java.util.Map;
import org.distill4j.backend.Device;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.tensor.TensorSpec;

/** An open reference backend. */
final class DoubleSession implements Session {
  private final ReferenceBackend.Kernels kernels;

  DoubleSession(ReferenceBackend.Kernels kernels) {
    this.kernels = kernels;
  }

  @Override
  public Device device() {
    return Device.cpu();
  }

  @Override
  public String engineVersion() {
    return "Java " + Runtime.version().feature() + ", double precision";
  }

  @Override
  public Variables variables(Map<String, TensorSpec> specs) {
    return new DoubleVariables(specs);
  }

  @Override
  public Executable compile(Program program, Variables variables) {
    return new DoubleExecutable(program, (DoubleVariables) variables, kernels);
  }

  @Override
  public void close() {
    // Nothing is held outside of the heap.
  }
}
