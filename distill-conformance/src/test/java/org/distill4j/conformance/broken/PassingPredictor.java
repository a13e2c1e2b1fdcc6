package org.distill4j.conformance.broken;

import java.util.Map;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.tensor.HostTensor;

/** Passes all calls on. */
class PassingPredictor implements Predictor {
  private final Predictor right;

  PassingPredictor(Predictor right) {
    this.right = right;
  }

  @Override
  public Predictions predict(Map<String, HostTensor> inputs) {
    return right.predict(inputs);
  }

  @Override
  public void close() {
    right.close();
  }
}
