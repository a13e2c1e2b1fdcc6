package org.distill4j.conformance.reference;

import org.distill4j.backend.Device;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.Predictor;
import org.distill4j.spi.Session;

/** An open reference backend. Calls on it and on what it made wait for each other. */
final class ReferenceSession implements Session {
  private final Engine engine;
  private final Lifetime lifetime = Lifetime.of("session");

  ReferenceSession(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Device device() {
    return Device.cpu();
  }

  @Override
  public String engineVersion() {
    return "Java " + Runtime.version().feature() + ", double precision";
  }

  @Override
  public synchronized Predictor predictor(Model model, Weights weights) {
    lifetime.requireOpen();
    Forward forward = new Forward(model, engine);
    forward.program(1).requireWeights(weights);
    return new ReferencePredictor(this, lifetime.child("predictor"), forward, weights);
  }

  @Override
  public synchronized Learner learner(LearnerSpec spec) {
    lifetime.requireOpen();
    return new ReferenceLearner(this, lifetime.child("learner"), spec, engine);
  }

  @Override
  public synchronized void close() {
    lifetime.close();
  }
}
