package org.distill4j.tutorial;

import java.util.List;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;

/** Computes on arrays. */
public final class ArrayBackend extends Backend {
  @Override
  public String name() {
    return "arrays";
  }

  @Override
  public List<Device> devices() {
    return List.of(Device.cpu());
  }

  @Override
  protected Session start(SessionOptions options) {
    options.device().requireAmong(devices(), "Java", () -> "add backend-djl, which knows GPUs.");
    return new ArraySession();
  }
}
