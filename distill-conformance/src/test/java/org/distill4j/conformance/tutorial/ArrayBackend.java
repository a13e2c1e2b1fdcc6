package org.distill4j.conformance.tutorial;

import java.util.List;
import org.distill4j.backend.Device;
import org.distill4j.backend.SessionOptions;
import org.distill4j.spi.Backend;
import org.distill4j.spi.Session;

/** An engine that is nothing but Java arrays. */
public final class ArrayBackend implements Backend {
  @Override
  public String name() {
    return "arrays";
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
              + " was asked of the backend of arrays, expected cpu.\n"
              + "Maybe add org.distill4j:backend-djl, which knows GPUs, to the classpath.");
    }
    return new ArraySession();
  }
}
