package org.distill4j.conformance;

import org.distill4j.backend.Backend;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The backend of the tutorial keeps every rule")
class ArrayConformanceTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return new ArrayBackend();
  }
}
