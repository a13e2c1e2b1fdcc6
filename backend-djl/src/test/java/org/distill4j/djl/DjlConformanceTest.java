package org.distill4j.djl;

import org.distill4j.backend.Backend;
import org.distill4j.conformance.BackendConformance;
import org.junit.jupiter.api.DisplayName;

@DisplayName("PyTorch on the CPU keeps every rule")
class DjlConformanceTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return new DjlBackend();
  }
}
