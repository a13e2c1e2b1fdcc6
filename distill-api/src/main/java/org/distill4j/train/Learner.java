package org.distill4j.train;

import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.StepInput;

/**
 * A model in training on an engine. As a predictor it uses the weights as they are at the moment,
 * in evaluation mode.
 */
public interface Learner extends Predictor {
  /**
   * Takes one optimizer step: it adds up the gradients of all micro-batches, clips and applies
   * them.
   *
   * @param input the examples, in one part or several
   * @return the loss terms before the update, summed over the micro-batches
   * @throws IllegalArgumentException if types, shapes, labels or ids do not fit; nothing has
   *     changed then
   * @throws IllegalStateException if this or its session was closed
   */
  LossValues step(StepInput input);

  /** {@return a copy of all parameters and states, in the order of the model} */
  Weights weights();

  /** {@return a copy of the state of the optimizer} */
  OptimizerState optimizerState();
}
