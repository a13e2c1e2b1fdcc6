package org.distill4j.conformance.reference;

import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.StepInput;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.LossValues;
import org.distill4j.tensor.HostTensor;

/** A model in training. */
final class ReferenceLearner implements Learner {
  private final ReferenceSession session;
  private final Lifetime lifetime;
  private final LearnerSpec spec;
  private final Engine engine;
  private final Training training;
  private final Forward forward;
  private final Memory memory;

  ReferenceLearner(ReferenceSession session, Lifetime lifetime, LearnerSpec spec, Engine engine) {
    this.session = session;
    this.lifetime = lifetime;
    this.spec = spec;
    this.engine = engine;
    this.training = new Training(spec, engine);
    this.forward = new Forward(spec.model(), engine);
    this.memory = new Memory(spec, spec.declared());
  }

  @Override
  public LossValues step(StepInput input) {
    synchronized (session) {
      lifetime.requireOpen();
      double rate = spec.optimizer().learningRate().at(input.progress());
      Training.Found found = training.run(input, memory.parameters, memory.states);
      memory.states.putAll(found.states());
      engine.clip(spec.clipping(), found.gradients());
      engine.update(memory.nextUpdate(rate), memory.parameters, found.gradients());
      return new LossValues(found.terms());
    }
  }

  @Override
  public Weights weights() {
    synchronized (session) {
      lifetime.requireOpen();
      return memory.weights();
    }
  }

  @Override
  public OptimizerState optimizerState() {
    synchronized (session) {
      lifetime.requireOpen();
      return memory.optimizerState();
    }
  }

  @Override
  public Predictions predict(HostTensor inputs) {
    synchronized (session) {
      lifetime.requireOpen();
      return forward.predict(inputs, memory.parameters, memory.states);
    }
  }

  @Override
  public void close() {
    synchronized (session) {
      lifetime.close();
    }
  }
}
