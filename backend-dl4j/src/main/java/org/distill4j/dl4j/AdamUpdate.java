package org.distill4j.dl4j;

/**
 * Adam's update, and AdamW's.
 *
 * @param beta1 the decay of the first moment
 * @param beta2 the decay of the second moment
 * @param epsilon what is added to the root
 * @param weightDecay AdamW's decay, 0 for Adam
 */
record AdamUpdate(double beta1, double beta2, double epsilon, double weightDecay)
    implements Update {
  /**
   * Added and taken away again, this turns moments that have faded to nothing into zeros. They
   * would become subnormal, and processors take many times as long for those.
   */
  private static final float FADED = 1e-25f;

  @Override
  public void apply(float[] p, float[] g, float[][] slots, long step, double rate) {
    float[] m = slots[0];
    float[] v = slots[1];
    float keepM = (float) beta1;
    float addM = (float) (1 - beta1);
    float keepV = (float) beta2;
    float addV = (float) (1 - beta2);
    float size = (float) (rate / (1 - Math.pow(beta1, (double) step)));
    float unbias = (float) (1 / (1 - Math.pow(beta2, (double) step)));
    float floor = (float) epsilon;
    float keep = (float) (1 - rate * weightDecay);
    for (int i = 0; i < p.length; i++) {
      m[i] = keepM * m[i] + addM * g[i] + FADED - FADED;
      v[i] = keepV * v[i] + addV * g[i] * g[i] + FADED - FADED;
      p[i] = keep * p[i] - size * m[i] / ((float) Math.sqrt(v[i] * unbias) + floor);
    }
  }
}
