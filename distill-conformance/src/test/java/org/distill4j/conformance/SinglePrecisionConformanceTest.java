package org.distill4j.conformance;

import org.distill4j.conformance.reference.SinglePrecision;
import org.distill4j.spi.Backend;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A backend that rounds everything to float32 keeps every rule")
class SinglePrecisionConformanceTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return SinglePrecision.backend();
  }
}
