package org.distill4j.jvm;

import java.util.Map;

/** The loops of the composites that take a gradient back through an activation. */
final class ActivationGradients {
  private static final Map<String, BinaryLoop> LOOPS =
      Map.of(
          "relu-gradient", ComparisonLoops::reluGradient,
          "sigmoid-gradient", ActivationGradients::sigmoid,
          "tanh-gradient", ActivationGradients::tanh);

  private ActivationGradients() {}

  /** The loops by the composites' names; each reads the gradient, then the other input. */
  static Map<String, BinaryLoop> loops() {
    return LOOPS;
  }

  private static void sigmoid(float[] g, float[] s, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = g[i] * s[i] * (1 - s[i]);
    }
  }

  private static void tanh(float[] g, float[] t, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = g[i] * (1 - t[i] * t[i]);
    }
  }
}
