package org.distill4j.train;

import java.util.List;
import org.distill4j.model.Weights;

/**
 * A finished training.
 *
 * @param weights the model's parameters and states: the best epoch's or the last one's, as planned
 * @param epochs each epoch, in order
 * @param weightsEpoch the epoch that the weights are of, from 1
 */
public record TrainingReport(Weights weights, List<EpochReport> epochs, int weightsEpoch) {
  /**
   * Takes a copy of the list.
   *
   * @param weights the weights
   * @param epochs each epoch
   * @param weightsEpoch the epoch that the weights are of
   */
  public TrainingReport {
    epochs = List.copyOf(epochs);
  }

  /** {@return the epoch that the weights are of} */
  public EpochReport best() {
    return epochs.get(weightsEpoch - 1);
  }
}
