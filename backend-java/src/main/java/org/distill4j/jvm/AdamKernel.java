package org.distill4j.jvm;

import java.util.List;
import org.distill4j.tensor.Composite;

/** Adam's update of one parameter, and AdamW's. */
final class AdamKernel implements Runnable {
  /**
   * Added and taken away again, this turns moments that have faded to nothing into zeros. They
   * would become subnormal, and processors take many times as long for those.
   */
  static final float FADED = 1e-25f;

  /** What the loop multiplies by: first what changes from run to run, then what does not. */
  static final class Factors {
    private final float[] all = new float[8];
    private final double weightDecay;
    private final List<Slot> numbers;

    /**
     * Factors of an optimizer.
     *
     * @param composite the optimizer
     * @param numbers rate, step, 1 − β₁ᵗ and 1 − β₂ᵗ
     */
    Factors(Composite composite, List<Slot> numbers) {
      double beta1 = composite.number("beta1");
      double beta2 = composite.number("beta2");
      this.weightDecay = composite.attributes().getOrDefault("weightDecay", 0.0);
      this.numbers = numbers;
      all[3] = (float) beta1;
      all[4] = (float) (1 - beta1);
      all[5] = (float) beta2;
      all[6] = (float) (1 - beta2);
      all[7] = (float) composite.number("epsilon");
    }

    /** The factors of this run. */
    float[] now() {
      double rate = number(0);
      all[0] = (float) (1 - rate * weightDecay);
      all[1] = (float) (rate / number(2));
      all[2] = (float) (1 / number(3));
      return all;
    }

    private double number(int index) {
      return numbers.get(index).memory().number();
    }
  }

  private final StepList steps;
  private final Factors factors;
  private final List<Slot> inputs;
  private final List<Slot> outputs;

  AdamKernel(StepList steps, Composite composite, List<Slot> inputs, List<Slot> outputs) {
    this.steps = steps;
    this.factors = new Factors(composite, inputs.subList(4, 8));
    this.inputs = inputs;
    this.outputs = outputs;
  }

  @Override
  public void run() {
    float[] g = inputs.get(1).floats();
    float[] p = changed(inputs.get(0), outputs.get(0));
    float[] m = changed(inputs.get(2), outputs.get(1));
    float[] v = changed(inputs.get(3), outputs.get(2));
    float[] now = factors.now();
    steps.share(
        p.length,
        (part, parts) ->
            update(
                p,
                g,
                m,
                v,
                now,
                ThreadTeam.start(p.length, part, parts),
                ThreadTeam.start(p.length, part + 1, parts)));
  }

  /** An input's elements where the output's are going to be, which often is the same place. */
  static float[] changed(Slot input, Slot output) {
    float[] before = input.floats();
    float[] after = output.floatsToWrite();
    if (before != after) {
      System.arraycopy(before, 0, after, 0, after.length);
    }
    return after;
  }

  /**
   * In place and at the same places of all, as Java's compiler makes no vectors of the loop
   * otherwise.
   */
  static void update(
      float[] p, float[] g, float[] m, float[] v, float[] factors, int from, int to) {
    float keep = factors[0];
    float size = factors[1];
    float unbias = factors[2];
    float keepM = factors[3];
    float addM = factors[4];
    float keepV = factors[5];
    float addV = factors[6];
    float floor = factors[7];
    for (int i = from; i < to; i++) {
      m[i] = keepM * m[i] + addM * g[i] + FADED - FADED;
      v[i] = keepV * v[i] + addV * g[i] * g[i] + FADED - FADED;
      p[i] = keep * p[i] - size * m[i] / ((float) Math.sqrt(v[i] * unbias) + floor);
    }
  }
}
