package org.distill4j.onnx;

import org.distill4j.conformance.PredictionConformance;
import org.distill4j.spi.Backend;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A model written as ONNX and run by ONNX Runtime predicts as the oracle does")
class ExportConformanceTest extends PredictionConformance {
  @Override
  protected Backend backend() {
    return new ExportingBackend();
  }
}
