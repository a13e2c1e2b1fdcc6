package org.distill4j.core.loss;

import java.util.Optional;
import java.util.function.Supplier;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.Tensor;

/** Blends two terms: α · soft + (1 − α) · hard. */
final class LossBlend {
  private LossBlend() {}

  /** Returns the labels, where there is no soft term. */
  static Optional<String> requiredLabels(Schedule alpha, String labels) {
    return alpha.equals(Schedule.constant(0)) ? Optional.of(labels) : Optional.empty();
  }

  /**
   * Returns the sum and both terms; a term whose weight is always 0 is not computed and is absent.
   */
  static LossTerms of(
      Signals signals, Schedule alpha, Supplier<Tensor> soft, Supplier<Tensor> hard) {
    if (alpha.equals(Schedule.constant(0))) {
      Tensor only = hard.get();
      return LossTerms.total(only).and(DistillationLoss.HARD, only);
    } else if (alpha.equals(Schedule.constant(1))) {
      Tensor only = soft.get();
      return LossTerms.total(only).and(DistillationLoss.SOFT, only);
    }
    Tensor weight = signals.scheduled(CheckedSchedule.alpha(alpha));
    Tensor toTeacher = soft.get();
    Tensor toLabels = hard.get();
    Tensor total = weight.mul(toTeacher).add(Tensor.of(1).sub(weight).mul(toLabels));
    return LossTerms.total(total)
        .and(DistillationLoss.SOFT, toTeacher)
        .and(DistillationLoss.HARD, toLabels);
  }
}
