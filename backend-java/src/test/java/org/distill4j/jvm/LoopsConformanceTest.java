package org.distill4j.jvm;

import org.distill4j.backend.Backend;
import org.distill4j.conformance.BackendConformance;
import org.junit.jupiter.api.DisplayName;

@DisplayName("Java in plain loops conforms")
class LoopsConformanceTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return new JavaBackend(LoopProducts::new);
  }
}
