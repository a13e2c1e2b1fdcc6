package org.distill4j.core.loss;

import java.util.List;
import org.distill4j.core.function.KlDivergence;
import org.distill4j.tensor.Tensor;

/**
 * Binary events by a logit z: σ(z) is the second of softmax(0, z), so that all is as stable as it
 * is for classes.
 */
final class BernoulliLogits {
  private BernoulliLogits() {}

  /** Returns KL( σ(t) ‖ σ(s) ) of each logit. */
  static Tensor divergence(Tensor teacher, Tensor student) {
    Tensor each = KlDivergence.of(logs(teacher), logs(student));
    return each.reshape(student.shape().dims());
  }

  /** Returns −y · log σ(z) − (1 − y) · log(1 − σ(z)) of each logit and label y in [0, 1]. */
  static Tensor crossEntropy(Tensor logits, Tensor labels) {
    Tensor logs = logs(logits);
    Tensor wanted = labels.reshape(logs.shape().dim(0), 1);
    Tensor both = Tensor.concat(1, List.of(Tensor.of(1).sub(wanted), wanted));
    return both.mul(logs).sum(1).negate().reshape(logits.shape().dims());
  }

  /** Returns log(1 − σ(z)) and log σ(z) in a row for each logit, (n, 2). */
  private static Tensor logs(Tensor logits) {
    int count = (int) logits.shape().size();
    Tensor column = logits.reshape(count, 1);
    Tensor zeros = Tensor.of(0).broadcastTo(count, 1);
    return Tensor.concat(1, List.of(zeros, column)).logSoftmax(1);
  }
}
