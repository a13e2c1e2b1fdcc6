package org.distill4j.conformance.broken;

import java.util.Map;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Learner;
import org.distill4j.train.LossValues;

/** Passes all calls on to a learner, which may be exchanged. */
class PassingLearner implements Learner {
  private Learner right;

  PassingLearner(Learner right) {
    this.right = right;
  }

  Learner right() {
    return right;
  }

  void exchange(Learner another) {
    right.close();
    right = another;
  }

  @Override
  public LossValues step(StepInput input) {
    return right.step(input);
  }

  @Override
  public Weights weights() {
    return right.weights();
  }

  @Override
  public OptimizerState optimizerState() {
    return right.optimizerState();
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
