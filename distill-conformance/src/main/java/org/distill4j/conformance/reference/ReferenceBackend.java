package org.distill4j.conformance.reference;

import java.util.List;
import org.distill4j.backend.Device;
import org.distill4j.backend.SessionOptions;
import org.distill4j.spi.Backend;
import org.distill4j.spi.Session;

/**
 * A backend in plain Java that computes in double precision: slow, without native code, and the
 * oracle that others are compared with. Parameters are doubles inside; snapshots and predictions
 * are rounded to float32, loss values are not.
 *
 * <p>It is not registered with the service loader, so that it is never chosen by accident.
 */
public final class ReferenceBackend implements Backend {
  /** The name of this backend. */
  public static final String NAME = "reference";

  private final Engine engine;

  /** The backend. */
  public ReferenceBackend() {
    this(new Engine());
  }

  ReferenceBackend(Engine engine) {
    this.engine = engine;
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
  public Session open(SessionOptions options) {
    if (!devices().contains(options.device())) {
      throw new IllegalArgumentException(
          "Device "
              + options.device()
              + " was asked of the reference backend, expected cpu.\n"
              + "Maybe add org.distill4j:backend-djl or another native backend to the classpath.");
    }
    return new ReferenceSession(engine);
  }
}
