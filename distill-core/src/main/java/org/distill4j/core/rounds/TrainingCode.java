package org.distill4j.core.rounds;

import org.distill4j.loss.Loss;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.ParameterGroups;

/**
 * A student and how it is trained, as code that a {@link Recipe} sends:
 *
 * <pre>{@code
 * public record DigitsCode(int hidden, double temperature) implements TrainingCode {
 *   public Model model() {
 *     return Models.mlp(784, hidden, 10);
 *   }
 *
 *   public Loss loss() {
 *     return DistillationLoss.of(temperature, 0.9);
 *   }
 *
 *   public Optimizer optimizer() {
 *     return Adam.of(0.001);
 *   }
 * }
 * }</pre>
 */
public interface TrainingCode extends ModelCode {
  /** {@return what the student is trained to make small} */
  Loss loss();

  /**
   * {@return the optimizer of a worker's steps; of all workers' together if a round is one step}
   */
  Optimizer optimizer();

  /**
   * {@return what is done to gradients before the optimizer; nothing unless code says otherwise}
   */
  default Clipping clipping() {
    return Clipping.none();
  }

  /** {@return which parameters are trained in another way; none unless code says otherwise} */
  default ParameterGroups groups() {
    return ParameterGroups.none();
  }
}
