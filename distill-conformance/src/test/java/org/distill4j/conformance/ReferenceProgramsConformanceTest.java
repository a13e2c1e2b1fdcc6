package org.distill4j.conformance;

import org.distill4j.conformance.reference.DoublePrograms;
import org.distill4j.spi.Backend;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The reference backend, below the common driver, keeps every rule")
class ReferenceProgramsConformanceTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return new DoublePrograms();
  }
}
