package org.distill4j.benchmarks.dl4j;

import java.nio.FloatBuffer;
import org.distill4j.benchmarks.job.DenseJob;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A parameter with Adam's moments on the heap. */
final class AdamArray {
  /** Turns moments that have faded into zeros before they become subnormal, which is slow. */
  static final float FADED = 1e-25f;

  private final FloatBuffer engine;
  private final FloatBuffer engineGradient;
  private final float[] value;
  private final float[] gradient;
  private final float[] m;
  private final float[] v;

  private final float faded;

  AdamArray(INDArray value, INDArray gradient, float faded) {
    this.faded = faded;
    this.engine = BoundOperation.host(value);
    this.engineGradient = BoundOperation.host(gradient);
    this.value = new float[engine.capacity()];
    this.gradient = new float[engine.capacity()];
    this.m = new float[engine.capacity()];
    this.v = new float[engine.capacity()];
    engine.get(0, this.value);
  }

  float[] gradient() {
    return gradient;
  }

  /** Updates by the gradient that the engine computed. */
  void update(int step, double rate) {
    engineGradient.get(0, gradient);
    updateWithOwn(step, rate);
  }

  /** Updates by the gradient on the heap. */
  void updateWithOwn(int step, double rate) {
    adam(step, rate, value, gradient, m, v, faded);
    engine.put(0, value);
  }

  private static void adam(
      int step, double rate, float[] p, float[] g, float[] m, float[] v, float faded) {
    float keepM = (float) DenseJob.ADAM.beta1();
    float addM = (float) (1 - DenseJob.ADAM.beta1());
    float keepV = (float) DenseJob.ADAM.beta2();
    float addV = (float) (1 - DenseJob.ADAM.beta2());
    float size = (float) (rate / (1 - Math.pow(DenseJob.ADAM.beta1(), step)));
    float unbias = (float) (1 / (1 - Math.pow(DenseJob.ADAM.beta2(), step)));
    float floor = (float) DenseJob.ADAM.epsilon();
    for (int i = 0; i < p.length; i++) {
      m[i] = keepM * m[i] + addM * g[i] + faded - faded;
      v[i] = keepV * v[i] + addV * g[i] * g[i] + faded - faded;
      p[i] -= size * m[i] / ((float) Math.sqrt(v[i] * unbias) + floor);
    }
  }
}
