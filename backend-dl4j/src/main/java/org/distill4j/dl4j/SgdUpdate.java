package org.distill4j.dl4j;

import org.distill4j.optim.Sgd.Variant;

/**
 * The update of gradient descent.
 *
 * @param momentum the decay of the velocity, 0 if there is none
 * @param variant classic or Nesterov's
 * @param weightDecay the parameter's part in its gradient
 */
record SgdUpdate(float momentum, Variant variant, float weightDecay) implements Update {
  /** Turns velocities that have faded to nothing into zeros; subnormal ones are slow. */
  private static final float FADED = 1e-25f;

  @Override
  public void apply(float[] p, float[] g, float[][] slots, long step, double rate) {
    if (slots.length == 0) {
      plain(p, g, (float) rate);
    } else if (variant == Variant.CLASSIC) {
      classic(p, g, slots[0], (float) rate);
    } else {
      nesterov(p, g, slots[0], (float) rate);
    }
  }

  private void plain(float[] p, float[] g, float rate) {
    for (int i = 0; i < p.length; i++) {
      p[i] -= rate * (g[i] + weightDecay * p[i]);
    }
  }

  private void classic(float[] p, float[] g, float[] v, float rate) {
    for (int i = 0; i < p.length; i++) {
      v[i] = momentum * v[i] + (g[i] + weightDecay * p[i]) + FADED - FADED;
      p[i] -= rate * v[i];
    }
  }

  private void nesterov(float[] p, float[] g, float[] v, float rate) {
    for (int i = 0; i < p.length; i++) {
      float slope = g[i] + weightDecay * p[i];
      v[i] = momentum * v[i] + slope + FADED - FADED;
      p[i] -= rate * (slope + momentum * v[i]);
    }
  }
}
