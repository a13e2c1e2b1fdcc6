package org.distill4j.train;

/**
 * Ends a training when a metric on the validation data has not improved for some epochs.
 *
 * @param patience the number of epochs without a better value after which the training ends
 */
public record EarlyStopping(int patience) {
  /**
   * Checks the patience.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public EarlyStopping {
    if (patience < 1) {
      throw new IllegalArgumentException(
          "Early stopping with patience "
              + patience
              + ", expected at least 1 epoch.\n"
              + "Maybe leave early stopping out.");
    }
  }
}
