package org.distill4j.conformance;

import java.util.List;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.distill4j.backend.SessionOptions;

/**
 * A backend with the library's own driver above it.
 *
 * @param backend the backend
 */
record DefaultDrivenBackend(Backend backend) implements DrivenBackend {
  @Override
  public String name() {
    return backend.name();
  }

  @Override
  public List<Device> devices() {
    return backend.devices();
  }

  @Override
  public Class<?> type() {
    return backend.getClass();
  }

  @Override
  public DrivenSession open(SessionOptions options) {
    return new DefaultDrivenSession(backend.open(options));
  }
}
