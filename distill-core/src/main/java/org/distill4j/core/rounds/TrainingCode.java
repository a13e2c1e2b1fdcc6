package org.distill4j.core.rounds;

import org.distill4j.loss.Loss;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.ParameterGroups;

/**
 * A student and its training, as code that a {@link Recipe} sends:
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
  /** {@return the loss of the student} */
  Loss loss();

  /**
   * {@return the optimizer of a worker's steps; of the common step of all workers if a round is one
   * step}
   */
  Optimizer optimizer();

  /** {@return the clipping of gradients; none by default} */
  default Clipping clipping() {
    return Clipping.none();
  }

  /** {@return the parameters that are trained differently; none by default} */
  default ParameterGroups groups() {
    return ParameterGroups.none();
  }
}
