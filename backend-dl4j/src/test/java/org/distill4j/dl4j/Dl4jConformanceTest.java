package org.distill4j.dl4j;

import org.distill4j.backend.Backend;
import org.distill4j.conformance.BackendConformance;
import org.junit.jupiter.api.DisplayName;

@DisplayName("Deeplearning4j conforms")
class Dl4jConformanceTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return new Dl4jBackend();
  }
}
