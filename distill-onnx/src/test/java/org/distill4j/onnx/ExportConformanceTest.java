package org.distill4j.onnx;

import org.distill4j.conformance.DrivenBackend;
import org.distill4j.conformance.PredictionConformance;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A model written as ONNX and run by ONNX Runtime predicts as the oracle does")
class ExportConformanceTest extends PredictionConformance {
  @Override
  protected DrivenBackend backend() {
    return new ExportingBackend();
  }
}
