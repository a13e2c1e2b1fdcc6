package org.distill4j.spi;

import java.util.List;

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
