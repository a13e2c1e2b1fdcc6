package org.distill4j.conformance.reference;

import java.util.List;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.tensor.Algebra;

/**
 * A backend in plain Java that computes in double precision: slow, without native code, and the
 * oracle that others are compared with. It evaluates programs node by node, as they were recorded,
 * and composites by their bodies. Variables are doubles inside; what is read of them, and outputs,
 * are rounded to float32.
 *
 * <p>It is not registered with the service loader, so that it is never chosen by accident.
 */
public final class ReferenceBackend extends Backend {
  /** The name of this backend. */
  public static final String NAME = "reference";

  private final Kernels kernels;

  /** The algebra that computes the primitives of one run. Tests put in broken ones. */
  @FunctionalInterface
  interface Kernels {
    Algebra<DoubleArray> algebra(RunInputs inputs);
  }

  /** The backend. */
  public ReferenceBackend() {
    this(ForwardAlgebra::new);
  }

  ReferenceBackend(Kernels kernels) {
    this.kernels = kernels;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Device> devices() {
    return List.of(Device.cpu());
  }

  @Override
  protected Session start(SessionOptions options) {
    if (!devices().contains(options.device())) {
      throw new IllegalArgumentException(
          "Device "
              + options.device()
              + " was asked of the reference backend, expected cpu.\n"
              + "Maybe add org.distill4j:backend-djl or another native backend to the classpath.");
    }
    return new DoubleSession(kernels);
  }
}
