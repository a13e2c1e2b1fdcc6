package org.distill4j.tensorflow;

import org.distill4j.conformance.BackendConformance;
import org.distill4j.spi.Backend;
import org.junit.jupiter.api.DisplayName;

@DisplayName("TensorFlow conforms")
class TfConformanceTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return new TfBackend();
  }
}
