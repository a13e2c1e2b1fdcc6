package org.distill4j.jvm;

import java.util.List;
import org.distill4j.tensor.Composite;

/** The update of gradient descent of one parameter. */
final class SgdKernel implements Runnable {
  private final float momentum;
  private final boolean nesterov;
  private final float weightDecay;
  private final List<Slot> inputs;
  private final List<Slot> outputs;

  SgdKernel(Composite composite, List<Slot> inputs, List<Slot> outputs) {
    this.momentum = (float) composite.number("momentum");
    this.nesterov = composite.number("nesterov") != 0;
    this.weightDecay = (float) composite.number("weightDecay");
    this.inputs = inputs;
    this.outputs = outputs;
  }

  @Override
  public void run() {
    float rate = (float) inputs.get(inputs.size() - 1).memory().number();
    float[] p = inputs.get(0).floats();
    float[] g = inputs.get(1).floats();
    if (outputs.size() == 1) {
      plain(p, g, rate, outputs.get(0).floatsToWrite());
    } else {
      float[] v = inputs.get(2).floats();
      moving(p, g, v, rate, outputs.get(0).floatsToWrite(), outputs.get(1).floatsToWrite());
    }
  }

  private void plain(float[] p, float[] g, float rate, float[] newP) {
    for (int i = 0; i < newP.length; i++) {
      newP[i] = p[i] - rate * (g[i] + weightDecay * p[i]);
    }
  }

  private void moving(float[] p, float[] g, float[] v, float rate, float[] newP, float[] newV) {
    float ofGradient = nesterov ? 1 : 0;
    float ofVelocity = nesterov ? momentum : 1;
    for (int i = 0; i < newP.length; i++) {
      float gradient = g[i] + weightDecay * p[i];
      float velocity = momentum * v[i] + gradient + AdamKernel.FADED - AdamKernel.FADED;
      newV[i] = velocity;
      newP[i] = p[i] - rate * (ofGradient * gradient + ofVelocity * velocity);
    }
  }
}
