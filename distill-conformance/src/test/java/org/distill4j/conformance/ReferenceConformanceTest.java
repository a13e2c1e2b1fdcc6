package org.distill4j.conformance;

import org.distill4j.backend.Backend;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The reference backend keeps every rule")
class ReferenceConformanceTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return new ReferenceBackend();
  }
}
