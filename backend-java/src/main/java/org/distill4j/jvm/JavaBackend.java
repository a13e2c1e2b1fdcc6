package org.distill4j.jvm;

import java.util.List;
import java.util.function.Supplier;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;

/**
 * An engine in Java alone, under the name "java": no native library, on every machine that has a
 * JVM. It runs on the CPU.
 *
 * <p>Matrices are multiplied by Java's Vector API where the JVM was started with {@code
 * --add-modules jdk.incubator.vector}, and otherwise in plain loops, up to ten times as slowly. The
 * two differ in the last digits, and so do processors whose vectors differ in length.
 *
 * <p>Large products are split between the threads of a session, so that results do not depend on
 * their number.
 *
 * <p>Arrays lie on the Java heap, so its size ({@code -Xmx}) limits the models that can be trained.
 */
public final class JavaBackend extends Backend {
  private final Supplier<ProductKernels> kernels;

  /** Creates the backend for {@link java.util.ServiceLoader}. */
  public JavaBackend() {
    this(VectorModule::fastest);
  }

  /** Creates a backend with kernels of a kind, new ones for each thread. */
  JavaBackend(Supplier<ProductKernels> kernels) {
    this.kernels = kernels;
  }

  @Override
  public String name() {
    return "java";
  }

  /**
   * Makes this a fallback: {@code backend-dl4j} depends on this backend, so a user who adds another
   * one wants that.
   */
  @Override
  public boolean isFallback() {
    return true;
  }

  @Override
  public List<Device> devices() {
    return List.of(Device.cpu());
  }

  @Override
  protected Session start(SessionOptions options) {
    options
        .device()
        .requireAmong(
            devices(),
            "the backend \"java\"",
            () -> "use Device.cpu(), or a backend that computes on GPUs: djl, tensorflow.");
    return new PlanSession(
        options.device(),
        "Java " + Runtime.version() + ", " + kernels.get().description(),
        PlanEngine.of(kernels, options.threads()));
  }
}
