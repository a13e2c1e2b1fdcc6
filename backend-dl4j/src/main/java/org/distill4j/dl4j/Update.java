package org.distill4j.dl4j;

import org.distill4j.optim.Adam;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.Sgd;

/** How an optimizer changes one parameter. */
interface Update {
  /**
   * Changes a parameter.
   *
   * @param parameter its elements
   * @param gradient their gradients
   * @param slots what is remembered of it, in the order of the optimizer's slots
   * @param step the number of the step, from 1
   * @param rate the learning rate
   */
  void apply(float[] parameter, float[] gradient, float[][] slots, long step, double rate);

  static Update of(Optimizer optimizer) {
    if (optimizer instanceof Sgd sgd) {
      return new SgdUpdate((float) sgd.momentum(), sgd.variant(), (float) sgd.weightDecay());
    } else if (optimizer instanceof AdamW adam) {
      return new AdamUpdate(adam.beta1(), adam.beta2(), adam.epsilon(), adam.weightDecay());
    }
    Adam adam = (Adam) optimizer;
    return new AdamUpdate(adam.beta1(), adam.beta2(), adam.epsilon(), 0);
  }
}
