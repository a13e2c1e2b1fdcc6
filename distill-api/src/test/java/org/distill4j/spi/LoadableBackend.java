package org.distill4j.spi;

import java.util.List;
import org.distill4j.backend.Device;
import org.distill4j.backend.SessionOptions;

/** A backend that a service loader can make. */
public final class LoadableBackend implements Backend {
  @Override
  public String name() {
    return "loadable";
  }

  @Override
  public List<Device> devices() {
    return List.of(Device.cpu());
  }

  @Override
  public Session open(SessionOptions options) {
    throw new IllegalStateException("not an engine");
  }
}
