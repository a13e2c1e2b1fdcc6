package org.distill4j.core.checkpoint;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.train.EpochReport;

/**
 * The state of a training after a step. All randomness of a training follows from its seed and its
 * step, so there is no random state.
 *
 * @param training what the training is of: for each part of its plan, a text that changes when the
 *     part does
 * @param step the number of steps taken
 * @param epochs the whole epochs, validation included
 * @param running the epoch in progress
 * @param weights all parameters and states, those of the loss included
 * @param optimizer what the optimizer remembers
 * @param best the model's weights after the best epoch; empty if the training does not keep them or
 *     no epoch is whole
 */
public record Checkpoint(
    Map<String, String> training,
    long step,
    List<EpochReport> epochs,
    Running running,
    Weights weights,
    OptimizerState optimizer,
    Optional<Weights> best) {

  /** Takes copies. */
  public Checkpoint {
    training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
    epochs = List.copyOf(epochs);
  }

  /**
   * The state of an epoch in progress.
   *
   * @param sums each loss term times the examples of its step, added up
   * @param examples the number of examples
   * @param time the time spent on its steps
   */
  public record Running(Map<String, Double> sums, long examples, Duration time) {
    /** Takes a copy. */
    public Running {
      sums = Collections.unmodifiableMap(new LinkedHashMap<>(sums));
    }

    /** {@return an epoch before its first step} */
    public static Running none() {
      return new Running(Map.of(), 0, Duration.ZERO);
    }
  }
}
