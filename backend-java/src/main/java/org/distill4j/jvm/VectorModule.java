package org.distill4j.jvm;

import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * Java's Vector API, which a JVM has only with an option. What uses it is compiled apart and found
 * by its name.
 */
final class VectorModule {
  static final String NAME = "jdk.incubator.vector";
  private static final String KERNELS = "org.distill4j.jvm.VectorProducts";

  private VectorModule() {}

  /** Returns the fastest kernels of this JVM. */
  static ProductKernels fastest() {
    return kernels().orElseGet(LoopProducts::new);
  }

  /** Returns the kernels by the Vector API; empty if the JVM or its processor has no fast ones. */
  static Optional<ProductKernels> kernels() {
    Optional<Module> vectors = ModuleLayer.boot().findModule(NAME);
    if (vectors.isEmpty()) {
      return Optional.empty();
    }
    try {
      // Where this is a module, it cannot require one that a JVM may lack.
      VectorModule.class.getModule().addReads(vectors.get());
      Class<?> type = Class.forName(KERNELS);
      return Optional.of((ProductKernels) type.getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException | LinkageError unfit) {
      // Looked up here alone, as the JVM's loggers take longer than a small student's plan.
      System.getLogger(VectorModule.class.getName())
          .log(Level.DEBUG, "Java's Vector API is of no use here", unfit);
      return Optional.empty();
    }
  }
}
