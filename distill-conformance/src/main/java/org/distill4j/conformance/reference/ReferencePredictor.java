package org.distill4j.conformance.reference;

import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.program.Program;
import org.distill4j.spi.Predictor;
import org.distill4j.tensor.HostTensor;

/** A model with fixed weights. */
final class ReferencePredictor implements Predictor {
  private final ReferenceSession session;
  private final Lifetime lifetime;
  private final Forward forward;
  private final Named parameters;
  private final Named states;

  ReferencePredictor(
      ReferenceSession session, Lifetime lifetime, Forward forward, Weights weights) {
    this.session = session;
    this.lifetime = lifetime;
    this.forward = forward;
    Program program = forward.program(1);
    this.parameters = Named.of(program.parameters(), weights);
    this.states = Named.of(program.states(), weights);
  }

  @Override
  public Predictions predict(HostTensor inputs) {
    synchronized (session) {
      lifetime.requireOpen();
      return forward.predict(inputs, parameters, states);
    }
  }

  @Override
  public void close() {
    synchronized (session) {
      lifetime.close();
    }
  }
}
