package org.distill4j.conformance.reference;

import java.util.Map;
import java.util.Objects;
import org.distill4j.optim.Adam;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.Sgd;

/**
 * One application of an optimizer.
 *
 * @param optimizer which
 * @param rate the learning rate
 * @param step t, the number of this step from 1
 * @param slots what is remembered: for each slot, arrays by the names of their parameters
 */
record Update(Optimizer optimizer, double rate, long step, Map<String, Named> slots) {

  void apply(Named parameters, Named gradients) {
    parameters.forEach((name, parameter) -> apply(name, parameter, gradients.get(name)));
  }

  private void apply(String name, double[] parameter, double[] gradient) {
    if (optimizer instanceof Sgd sgd) {
      sgd(sgd, name, parameter, gradient);
    } else if (optimizer instanceof AdamW adamW) {
      decay(parameter, adamW.weightDecay());
      Adam adam = new Adam(adamW.learningRate(), adamW.beta1(), adamW.beta2(), adamW.epsilon());
      adam(adam, name, parameter, gradient);
    } else if (optimizer instanceof Adam adam) {
      adam(adam, name, parameter, gradient);
    }
  }

  private void decay(double[] parameter, double weightDecay) {
    for (int i = 0; i < parameter.length; i++) {
      parameter[i] -= rate * weightDecay * parameter[i];
    }
  }

  private void sgd(Sgd sgd, String name, double[] parameter, double[] gradient) {
    double[] velocity =
        sgd.momentum() == 0 ? new double[parameter.length] : slot(Sgd.VELOCITY, name);
    for (int i = 0; i < parameter.length; i++) {
      double g = gradient[i] + sgd.weightDecay() * parameter[i];
      velocity[i] = sgd.momentum() * velocity[i] + g;
      double direction =
          switch (sgd.variant()) {
            case CLASSIC -> velocity[i];
            case NESTEROV -> g + sgd.momentum() * velocity[i];
          };
      parameter[i] -= rate * direction;
    }
  }

  private void adam(Adam adam, String name, double[] parameter, double[] gradient) {
    double[] m = slot(Adam.FIRST_MOMENT, name);
    double[] v = slot(Adam.SECOND_MOMENT, name);
    double correction1 = 1 - Math.pow(adam.beta1(), (double) step);
    double correction2 = 1 - Math.pow(adam.beta2(), (double) step);
    for (int i = 0; i < parameter.length; i++) {
      double g = gradient[i];
      m[i] = adam.beta1() * m[i] + (1 - adam.beta1()) * g;
      v[i] = adam.beta2() * v[i] + (1 - adam.beta2()) * g * g;
      double root = Math.sqrt(v[i] / correction2) + adam.epsilon();
      parameter[i] -= rate * (m[i] / correction1) / root;
    }
  }

  private double[] slot(String slot, String name) {
    return Objects.requireNonNull(slots.get(slot), slot).get(name);
  }
}
