package org.distill4j.optim;

import java.util.List;
import org.distill4j.tensor.Tensor;

/**
 * An optimizer with another learning rate.
 *
 * @param optimizer the optimizer
 * @param learningRate the learning rate
 */
record OtherRate(Optimizer optimizer, Schedule learningRate) implements Optimizer {
  @Override
  public Optimizer withLearningRate(Schedule rate) {
    return new OtherRate(optimizer, rate);
  }

  @Override
  public Optimizer withoutWeightDecay() {
    return new OtherRate(optimizer.withoutWeightDecay(), learningRate);
  }

  @Override
  public List<String> slots() {
    return optimizer.slots();
  }

  @Override
  public List<Double> numbers(long step) {
    return optimizer.numbers(step);
  }

  @Override
  public List<Tensor> update(ParameterStep step) {
    return optimizer.update(step);
  }

  @Override
  public double negligible(String slot, ParameterStep.Use use) {
    return optimizer.negligible(slot, use);
  }
}
