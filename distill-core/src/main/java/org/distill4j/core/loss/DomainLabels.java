package org.distill4j.core.loss;

import org.distill4j.loss.Signals;
import org.distill4j.tensor.Tensor;

/** The examples of the source and of the target, as 1 and 0, (batch). */
record DomainLabels(Tensor source, Tensor target) {
  static DomainLabels of(Signals signals, String labels) {
    Tensor domain = signals.classLabels(labels, 2).toFloat();
    return new DomainLabels(
        domain.equalTo(Tensor.of(0)).toFloat(), domain.equalTo(Tensor.of(1)).toFloat());
  }

  /** Returns a scalar where each has at least some examples, and 0 elsewhere. */
  Tensor whereBoth(int least, Tensor value) {
    Tensor fewer = source.sum().minimum(target.sum());
    return fewer.greaterOrEqual(Tensor.of(least)).where(value, Tensor.of(0));
  }
}
