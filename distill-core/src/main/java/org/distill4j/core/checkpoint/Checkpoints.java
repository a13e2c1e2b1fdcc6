package org.distill4j.core.checkpoint;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * When and where checkpoints are written. It always is at the end of each epoch, after the
 * validation, and when it is stopped.
 *
 * <p>A folder holds the checkpoints of one training, and one program at a time may write to it.
 * Each checkpoint is a safetensors file with a manifest beside it. It holds what the training needs
 * to resume: weights, those of the loss, the optimizer's memory, the place in the data, the means
 * of the epoch so far, the epochs' reports and, for a training that keeps the best weights, those.
 * The newest are kept, and the one of the best epoch where the training measures something.
 *
 * @param folder the folder; it is made if there is none
 * @param start what is done with checkpoints that are there
 * @param steps the number of optimizer steps after which one is written; empty for none within an
 *     epoch
 * @param interval the time after which one is written, at the end of the step; empty for none
 * @param kept how many of the newest are kept, at least 1
 */
public record Checkpoints(
    Path folder, Start start, Optional<Long> steps, Optional<Duration> interval, int kept) {
  private static final int KEPT = 3;

  /** The treatment of existing checkpoints when a training begins. */
  public enum Start {
    /** They are refused, so that no training is overwritten by mistake. */
    NEW,
    /**
     * The training resumes from the newest valid one, or begins anew if there is none. It then ends
     * with the weights and reports of a training that was never interrupted, bit for bit on the
     * same backend and device, with as many threads as before unless the session has another fixed
     * number. Learning rate, clipping and that number may be others from there on, which is told by
     * {@link org.distill4j.train.TrainingEvent.PlanChanged}; anything else that differs is refused.
     * Data that change at random by their number of readings are the exception: they start their
     * changes over.
     */
    RESUME
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number or the time is not above zero
   */
  public Checkpoints {
    steps.ifPresent(count -> requirePositive("number of steps", count, count));
    interval.ifPresent(time -> requirePositive("time", time.compareTo(Duration.ZERO), time));
    requirePositive("number kept", kept, kept);
  }

  private static void requirePositive(String name, long sign, Object value) {
    if (sign < 1) {
      throw new IllegalArgumentException(
          "The "
              + name
              + " of checkpoints is "
              + value
              + ", expected more than zero.\nMaybe leave it out; the end of an epoch is always"
              + " written.");
    }
  }

  /**
   * Returns checkpoints of a training from its beginning.
   *
   * @param folder the folder, without checkpoints
   * @return checkpoints at the ends of epochs, the newest three kept
   */
  public static Checkpoints in(Path folder) {
    return new Checkpoints(folder, Start.NEW, Optional.empty(), Optional.empty(), KEPT);
  }

  /**
   * Returns checkpoints of a training that resumes from the newest, if there is any.
   *
   * @param folder the folder
   * @return checkpoints at the ends of epochs, the newest three kept
   */
  public static Checkpoints resume(Path folder) {
    return new Checkpoints(folder, Start.RESUME, Optional.empty(), Optional.empty(), KEPT);
  }

  /**
   * Returns these checkpoints, and one every few steps.
   *
   * @param count the number of steps
   * @return the changed configuration
   */
  public Checkpoints everySteps(long count) {
    return new Checkpoints(folder, start, Optional.of(count), interval, kept);
  }

  /**
   * Returns these checkpoints, and one whenever some time has passed.
   *
   * @param time the time
   * @return the changed configuration
   */
  public Checkpoints every(Duration time) {
    return new Checkpoints(folder, start, steps, Optional.of(time), kept);
  }

  /**
   * Returns these checkpoints with another number kept.
   *
   * @param count how many of the newest are kept
   * @return the changed configuration
   */
  public Checkpoints keeping(int count) {
    return new Checkpoints(folder, start, steps, interval, count);
  }
}
