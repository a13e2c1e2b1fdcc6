package org.distill4j.core.train;

import java.util.Map;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Learner;
import org.distill4j.train.LossValues;

/**
 * A learner that the other student may query too. It stays open when its training ends, as the
 * other's may not have ended yet; {@link StudentTurns} closes it.
 */
record SharedLearner(Learner learner) implements Learner {
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
  public Predictions predict(Map<String, HostTensor> inputs) {
    return learner.predict(inputs);
  }

  @Override
  public void close() {}
}
