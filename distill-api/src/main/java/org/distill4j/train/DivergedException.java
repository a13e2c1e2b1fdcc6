package org.distill4j.train;

import java.util.Optional;
import org.distill4j.model.Weights;

/** A training whose loss or weights are no longer finite numbers. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private static final String HINT =
      "\nMaybe the learning rate is too high; clipping the gradients by norm may help too.";

  /** The step after which something is not finite, from 1. */
  private final long step;

  private final transient LossValues loss;
  private final transient Optional<Weights> lastGood;

  /**
   * Creates an exception for a step whose loss is not finite.
   *
   * @param step the step whose loss is not finite, from 1
   * @param loss the loss terms of that step
   * @param lastGood the weights after the last whole epoch, or of the checkpoint from which the
   *     training resumed; empty before
   */
  public DivergedException(long step, LossValues loss, Optional<Weights> lastGood) {
    this(
        "The loss of step " + step + " is " + loss + ", expected finite numbers." + HINT,
        step,
        loss,
        lastGood);
  }

  private DivergedException(
      String message, long step, LossValues loss, Optional<Weights> lastGood) {
    super(message);
    this.step = step;
    this.loss = loss;
    this.lastGood = lastGood;
  }

  /**
   * Creates an exception for a training whose loss was finite to the end of an epoch, but whose
   * weights are not.
   *
   * @param step the last step of the epoch, from 1
   * @param weight the name of a weight that is not finite
   * @param loss the loss terms of that step
   * @param lastGood the weights after the epoch before; empty in the first
   * @return the exception
   */
  public static DivergedException ofWeight(
      long step, String weight, LossValues loss, Optional<Weights> lastGood) {
    return new DivergedException(
        "The weight "
            + weight
            + " is not finite after step "
            + step
            + ", whose loss was "
            + loss
            + ", expected finite numbers."
            + HINT,
        step,
        loss,
        lastGood);
  }

  /** {@return the step after which something is not finite, from 1} */
  public long step() {
    return step;
  }

  /** {@return the loss terms of that step} */
  public LossValues loss() {
    return loss;
  }

  /**
   * {@return the weights after the last whole epoch, or of the checkpoint from which the training
   * resumed; empty before}
   */
  public Optional<Weights> lastGood() {
    return lastGood;
  }
}
