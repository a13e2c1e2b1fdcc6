package org.distill4j.runtime;

import org.distill4j.conformance.DrivenBackend;
import org.distill4j.conformance.PredictionConformance;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A model written as a student file and served predicts as the oracle does")
class ServingConformanceTest extends PredictionConformance {
  @Override
  protected DrivenBackend backend() {
    return new ServingBackend();
  }
}
