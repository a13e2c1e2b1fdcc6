package org.distill4j.dl4j;

import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.distill4j.conformance.BackendConformance;
import org.junit.jupiter.api.DisplayName;

@DisplayName("Deeplearning4j conforms on a GPU")
class Dl4jCudaConformanceTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return new Dl4jBackend();
  }

  @Override
  protected Device device() {
    return Device.cuda(0);
  }
}
