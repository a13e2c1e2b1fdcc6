package org.distill4j.conformance.tutorial;

import org.distill4j.backend.Device;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.Predictor;
import org.distill4j.spi.Session;

/** The session; also the lock that all calls on what it opened wait for. */
final class ArraySession implements Session {
  private final Open open = new Open("session");

  @Override
  public Device device() {
    return Device.cpu();
  }

  @Override
  public String engineVersion() {
    return "Java " + Runtime.version().feature() + " arrays";
  }

  @Override
  public synchronized Predictor predictor(Model model, Weights weights) {
    open.require();
    return new ArrayPredictor(this, model, weights);
  }

  @Override
  public synchronized Learner learner(LearnerSpec spec) {
    open.require();
    return new ArrayLearner(this, spec);
  }

  /** A life that ends with the session's at the latest. */
  Open within(String what) {
    return new Open(what, open);
  }

  @Override
  public synchronized void close() {
    open.end();
  }
}
