package org.distill4j.core.rounds;

import java.util.List;
import org.distill4j.optim.OptimizerState;
import org.distill4j.train.RoundReport;

/**
 * The state of a training between two rounds.
 *
 * @param round the number of whole rounds
 * @param values all values of the weights, in the order of the model, those of the loss behind them
 * @param velocity the outer step's velocity of each value; none where a round is one step
 * @param optimizer what the optimizer of all workers together remembers, where a round is one step
 * @param reports what was reported of the rounds so far
 */
@SuppressWarnings("ArrayRecordComponent") // All values of a model are not copied for neatness.
public record RoundState(
    int round,
    float[] values,
    double[] velocity,
    OptimizerState optimizer,
    List<RoundReport> reports) {
  /** Takes a copy of the reports. */
  public RoundState {
    reports = List.copyOf(reports);
  }
}
