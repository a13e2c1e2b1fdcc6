package org.distill4j.tensorflow;

import java.util.List;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.distill4j.conformance.BackendConformance;
import org.distill4j.conformance.Deviation;
import org.junit.jupiter.api.DisplayName;

@DisplayName("TensorFlow conforms on a GPU")
class TfCudaConformanceTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return new TfBackend();
  }

  @Override
  protected Device device() {
    return Device.cuda(0);
  }

  @Override
  protected List<Deviation> deviations() {
    return List.of(TfLog.DEVIATION);
  }
}
