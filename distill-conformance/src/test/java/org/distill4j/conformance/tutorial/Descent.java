package org.distill4j.conformance.tutorial;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.OptimizerState;
import org.distill4j.optim.Sgd;

/** An optimizer and what it remembers. */
final class Descent {
  private final Optimizer optimizer;
  private final Map<String, NamedArrays> slots = new LinkedHashMap<>();
  private long step;

  Descent(Optimizer optimizer, List<ParameterSpec> specs, OptimizerState from) {
    this.optimizer = optimizer;
    this.step = from.step();
    from.slots().forEach((slot, arrays) -> slots.put(slot, NamedArrays.of(specs, arrays)));
  }

  void step(double rate, NamedArrays parameters, NamedArrays gradients) {
    step++;
    parameters.asMap().forEach((name, p) -> step(rate, name, p, gradients.get(name)));
  }

  private void step(double rate, String name, float[] p, float[] g) {
    if (optimizer instanceof Sgd sgd) {
      sgd(sgd, rate, name, p, g);
    } else if (optimizer instanceof Adam adam) {
      adam(adam, 1, rate, name, p, g);
    } else if (optimizer instanceof AdamW w) {
      Adam adam = new Adam(w.learningRate(), w.beta1(), w.beta2(), w.epsilon());
      adam(adam, 1 - rate * w.weightDecay(), rate, name, p, g);
    }
  }

  private void sgd(Sgd sgd, double rate, String name, float[] p, float[] g) {
    float[] v = sgd.momentum() == 0 ? new float[p.length] : slot(Sgd.VELOCITY, name);
    for (int i = 0; i < p.length; i++) {
      double slope = g[i] + sgd.weightDecay() * p[i];
      double velocity = sgd.momentum() * v[i] + slope;
      v[i] = (float) velocity;
      double along =
          sgd.variant() == Sgd.Variant.NESTEROV ? slope + sgd.momentum() * velocity : velocity;
      p[i] = (float) (p[i] - rate * along);
    }
  }

  private void adam(Adam adam, double keep, double rate, String name, float[] p, float[] g) {
    float[] m = slot(Adam.FIRST_MOMENT, name);
    float[] v = slot(Adam.SECOND_MOMENT, name);
    double first = 1 - Math.pow(adam.beta1(), (double) step);
    double second = 1 - Math.pow(adam.beta2(), (double) step);
    for (int i = 0; i < p.length; i++) {
      m[i] = (float) (adam.beta1() * m[i] + (1 - adam.beta1()) * g[i]);
      v[i] = (float) (adam.beta2() * v[i] + (1 - adam.beta2()) * g[i] * g[i]);
      double root = Math.sqrt(v[i] / second) + adam.epsilon();
      p[i] = (float) (keep * p[i] - rate * (m[i] / first) / root);
    }
  }

  private float[] slot(String slot, String name) {
    return Objects.requireNonNull(slots.get(slot), slot).get(name);
  }

  OptimizerState snapshot() {
    Map<String, Weights> copies = new LinkedHashMap<>();
    slots.forEach((slot, arrays) -> copies.put(slot, arrays.snapshot()));
    return new OptimizerState(step, copies);
  }
}
