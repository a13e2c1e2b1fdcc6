package org.distill4j.conformance.broken;

import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Optimizer;
import org.distill4j.train.LearnerSpec;

/** Specifications with one thing changed. */
final class Specs {
  private Specs() {}

  private static LearnerSpec with(LearnerSpec spec, Model model, Weights weights, Loss loss) {
    return new LearnerSpec(
        model,
        weights,
        loss,
        spec.signature(),
        spec.optimizer(),
        spec.clipping(),
        spec.seed(),
        spec.optimizerState());
  }

  static LearnerSpec withModel(LearnerSpec spec, Model model) {
    return with(spec, model, spec.weights(), spec.loss());
  }

  static LearnerSpec withWeights(LearnerSpec spec, Weights weights) {
    return with(spec, spec.model(), weights, spec.loss());
  }

  static LearnerSpec withLoss(LearnerSpec spec, Loss loss) {
    return with(spec, spec.model(), spec.weights(), loss);
  }

  static LearnerSpec withOptimizer(LearnerSpec spec, Optimizer optimizer) {
    return new LearnerSpec(
        spec.model(),
        spec.weights(),
        spec.loss(),
        spec.signature(),
        optimizer,
        spec.clipping(),
        spec.seed(),
        spec.optimizerState());
  }
}
