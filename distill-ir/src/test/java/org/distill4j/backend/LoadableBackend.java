package org.distill4j.backend;

import java.util.List;

/** A backend that a service loader can make. */
public final class LoadableBackend extends Backend {
  @Override
  public String name() {
    return "loadable";
  }

  @Override
  public List<Device> devices() {
    return List.of(Device.cpu());
  }

  @Override
  protected Session start(SessionOptions options) {
    throw new IllegalStateException("not an engine");
  }
}
