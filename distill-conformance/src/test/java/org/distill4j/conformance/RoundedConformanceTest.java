package org.distill4j.conformance;

import org.distill4j.backend.Backend;
import org.distill4j.conformance.reference.RoundedBackend;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A backend that rounds everything to float32 keeps every rule")
class RoundedConformanceTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return RoundedBackend.of();
  }
}
