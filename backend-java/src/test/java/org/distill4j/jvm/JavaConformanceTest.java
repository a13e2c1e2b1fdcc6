package org.distill4j.jvm;

import org.distill4j.backend.Backend;
import org.distill4j.conformance.BackendConformance;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIf;

/** Where a processor has no vectors that pay, as with SSE alone, the loops are all there is. */
@EnabledIf("vectors")
@DisplayName("Java's Vector API conforms")
class JavaConformanceTest extends BackendConformance {
  static boolean vectors() {
    return VectorModule.kernels().isPresent();
  }

  @Override
  protected Backend backend() {
    return new JavaBackend(() -> VectorModule.kernels().orElseThrow());
  }
}
