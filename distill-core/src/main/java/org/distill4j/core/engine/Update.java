package org.distill4j.core.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distill4j.data.Batch;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.optim.Progress;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.Session;

/**
 * Clips gradients that were found elsewhere and applies them. It needs no more of a backend than a
 * learner: the loss Σ p·g, summed over all trained values p, has the gradient g.
 */
final class Update implements AutoCloseable {
  private static final StepSignature NOTHING_ELSE = new StepSignature(Map.of(), List.of());

  private final List<String> names;
  private final Learner learner;

  Update(Session session, Set<String> trained, LearnerSpec spec) {
    Weights weights = spec.weights().only(trained);
    this.names = List.copyOf(weights.names());
    this.learner =
        session.learner(
            new LearnerSpec(
                new LinearModel(weights),
                weights,
                signals ->
                    LossTerms.total(
                        signals.meanOverBatch(signals.student().get(LinearModel.PRODUCT))),
                NOTHING_ELSE,
                spec.optimizer(),
                spec.clipping(),
                spec.seed(),
                spec.optimizerState(),
                spec.groups(),
                Optional.empty()));
  }

  /** The trained values after one step of the optimizer. */
  Weights apply(GradientSum gradients, Progress progress) {
    Batch one = new Batch(new long[1], gradients.joined(names), Map.of());
    learner.step(StepInput.of(one, List.of(), progress));
    return learner.weights();
  }

  OptimizerState optimizerState() {
    return learner.optimizerState();
  }

  @Override
  public void close() {
    learner.close();
  }
}
