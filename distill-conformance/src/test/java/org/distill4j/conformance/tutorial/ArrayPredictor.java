package org.distill4j.conformance.tutorial;

import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.program.Program;
import org.distill4j.spi.Predictor;
import org.distill4j.tensor.HostTensor;

/** A model with fixed weights. */
final class ArrayPredictor implements Predictor {
  private final ArraySession session;
  private final Open open;
  private final Evaluator evaluator;
  private final NamedArrays parameters;
  private final NamedArrays states;

  ArrayPredictor(ArraySession session, Model model, Weights weights) {
    this.session = session;
    this.open = session.within("predictor");
    this.evaluator = new Evaluator(model);
    Program program = evaluator.program(1);
    program.requireWeights(weights);
    this.parameters = NamedArrays.of(program.parameters(), weights);
    this.states = NamedArrays.of(program.states(), weights);
  }

  @Override
  public Predictions predict(HostTensor inputs) {
    synchronized (session) {
      open.require();
      return evaluator.predict(inputs, parameters, states);
    }
  }

  @Override
  public void close() {
    synchronized (session) {
      open.end();
    }
  }
}
