package org.distill4j.tensorflow;

import org.distill4j.optim.Adam;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.Optimizer;

/** The numbers that an optimizer takes anew for each step. */
final class TfRates {
  private TfRates() {}

  static int count(Optimizer optimizer) {
    return of(optimizer, 0, 1).length;
  }

  /**
   * The numbers of one step: the rate that the parameter moves by, and what follows it.
   *
   * @param optimizer the optimizer
   * @param learningRate η
   * @param step t, from 1
   */
  static double[] of(Optimizer optimizer, double learningRate, long step) {
    if (optimizer instanceof Adam adam) {
      return adam(adam.beta1(), adam.beta2(), adam.epsilon(), 0, learningRate, step);
    } else if (optimizer instanceof AdamW adam) {
      double decay = adam.weightDecay();
      return adam(adam.beta1(), adam.beta2(), adam.epsilon(), decay, learningRate, step);
    }
    return new double[] {learningRate};
  }

  /**
   * TensorFlow adds ε to √v before the bias is corrected. With the rate η·√(1 − β₂ᵗ)/(1 − β₁ᵗ) and
   * ε·√(1 − β₂ᵗ) its update is the paper's. The factors are rounded as the kernel rounds them,
   * since the correction must undo exactly what the moments lack.
   */
  private static double[] adam(
      double beta1, double beta2, double epsilon, double decay, double learningRate, long step) {
    double first = 1 - Math.pow((float) beta1, (double) step);
    double second = Math.sqrt(1 - Math.pow((float) beta2, (double) step));
    return new double[] {learningRate * second / first, epsilon * second, learningRate * decay};
  }
}
