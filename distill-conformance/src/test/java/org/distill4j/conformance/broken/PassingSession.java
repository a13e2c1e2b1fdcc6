package org.distill4j.conformance.broken;

import org.distill4j.backend.Device;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.Predictor;
import org.distill4j.spi.Session;

/** Passes all calls on. */
class PassingSession implements Session {
  private final Session right;

  PassingSession(Session right) {
    this.right = right;
  }

  Session right() {
    return right;
  }

  @Override
  public Device device() {
    return right.device();
  }

  @Override
  public String engineVersion() {
    return right.engineVersion();
  }

  @Override
  public Predictor predictor(Model model, Weights weights) {
    return right.predictor(model, weights);
  }

  @Override
  public Learner learner(LearnerSpec spec) {
    return right.learner(spec);
  }

  @Override
  public void close() {
    right.close();
  }
}
