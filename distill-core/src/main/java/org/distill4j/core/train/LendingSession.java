package org.distill4j.core.train;

import org.distill4j.backend.Device;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.StepInput;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.LossValues;
import org.distill4j.spi.Predictor;
import org.distill4j.spi.Session;
import org.distill4j.tensor.HostTensor;

/**
 * A session whose learner the other student may ask too. The learner stays open when its training
 * ends, as the other's may not have ended yet; {@link Turns} closes it.
 */
record LendingSession(Session session, Turns turns, Turns.Place place) implements Session {
  @Override
  public Device device() {
    return session.device();
  }

  @Override
  public String engineVersion() {
    return session.engineVersion();
  }

  @Override
  public Predictor predictor(Model model, Weights weights) {
    return session.predictor(model, weights);
  }

  @Override
  public Learner learner(LearnerSpec spec) {
    Learner learner = session.learner(spec);
    turns.enter(place, learner);
    return new Lent(learner);
  }

  @Override
  public void close() {}

  private record Lent(Learner learner) implements Learner {
    @Override
    public LossValues step(StepInput input) {
      return learner.step(input);
    }

    @Override
    public Weights weights() {
      return learner.weights();
    }

    @Override
    public OptimizerState optimizerState() {
      return learner.optimizerState();
    }

    @Override
    public Predictions predict(HostTensor inputs) {
      return learner.predict(inputs);
    }

    @Override
    public void close() {}
  }
}
