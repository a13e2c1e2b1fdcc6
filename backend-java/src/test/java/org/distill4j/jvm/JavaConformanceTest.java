package org.distill4j.jvm;

import org.distill4j.backend.Backend;
import org.distill4j.conformance.BackendConformance;
import org.junit.jupiter.api.DisplayName;

@DisplayName("Java's Vector API conforms")
class JavaConformanceTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return new JavaBackend(() -> VectorModule.kernels().orElseThrow());
  }
}
