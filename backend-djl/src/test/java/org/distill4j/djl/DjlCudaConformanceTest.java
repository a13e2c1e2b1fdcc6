package org.distill4j.djl;

import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.distill4j.conformance.BackendConformance;
import org.junit.jupiter.api.DisplayName;

@DisplayName("PyTorch on a GPU keeps every rule")
class DjlCudaConformanceTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return new DjlBackend();
  }

  @Override
  protected Device device() {
    return Device.cuda(0);
  }
}
