package org.distill4j.jvm;

import java.util.List;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;

/**
 * An engine in Java alone, under the name "java": no native library, on every machine that has a
 * JVM. It runs on the CPU.
 *
 * <p>Arrays lie on the Java heap, so its size ({@code -Xmx}) limits the models that can be trained.
 */
public final class JavaBackend extends Backend {
  /** The backend as it is found by {@link java.util.ServiceLoader}. */
  public JavaBackend() {}

  @Override
  public String name() {
    return "java";
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
              + " was asked for and the backend \"java\" has "
              + devices()
              + ", expected one of these.\n"
              + "Maybe use Device.cpu(), or a backend that computes on GPUs: djl, tensorflow.");
    }
    LoopProduct.Workspace workspace = new LoopProduct.Workspace();
    return new PlanSession(
        options.device(),
        "Java " + Runtime.version(),
        new HeapMultiplier(sizes -> new LoopProduct(sizes, workspace)));
  }
}
