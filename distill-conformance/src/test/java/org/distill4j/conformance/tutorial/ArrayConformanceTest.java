package org.distill4j.conformance.tutorial;

import org.distill4j.conformance.BackendConformance;
import org.distill4j.spi.Backend;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The tutorial's backend")
class ArrayConformanceTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return new ArrayBackend();
  }
}
