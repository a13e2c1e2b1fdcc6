package org.distill4j.train;

import java.util.List;
import org.distill4j.model.Weights;

/**
 * The result of a finished training.
 *
 * @param weights the model's parameters and states: the best epoch's or the last one's, as planned
 * @param epochs each epoch, in order
 * @param weightsEpoch the epoch that the weights are of, from 1; of a training that was stopped,
 *     the last whole epoch before them, 0 if there was none
 */
public record TrainingReport(Weights weights, List<EpochReport> epochs, int weightsEpoch) {
  /** Takes a copy of the list. */
  public TrainingReport {
    epochs = List.copyOf(epochs);
  }

  /**
   * Returns the epoch of the returned weights.
   *
   * @return its report
   * @throws IllegalStateException if the training was stopped in its first epoch
   */
  public EpochReport best() {
    if (weightsEpoch == 0) {
      throw new IllegalStateException(
          "The training has no whole epoch, expected at least one.\n"
              + "Maybe it was stopped in its first; ask whether epochs() is empty.");
    }
    return epochs.get(weightsEpoch - 1);
  }
}
