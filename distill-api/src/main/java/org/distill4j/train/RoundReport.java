package org.distill4j.train;

import java.time.Duration;

/**
 * One round of a training by many workers.
 *
 * @param round the round, from 1
 * @param loss the loss terms of all workers' steps, averaged over their examples
 * @param examples the number of examples of these steps
 * @param movement how far the weights went: the Euclidean length of the trained parameters' change
 * @param computing the time that the slowest worker spent on its steps
 * @param time the time of the whole round, with all that is sent and waited for
 */
public record RoundReport(
    int round, LossValues loss, long examples, double movement, Duration computing, Duration time) {
  /** {@return the time in the round that the slowest worker did not spend on steps} */
  public Duration overhead() {
    return time.minus(computing);
  }
}
