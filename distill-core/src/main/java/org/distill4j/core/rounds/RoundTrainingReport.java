package org.distill4j.core.rounds;

import java.util.List;
import org.distill4j.model.Weights;
import org.distill4j.train.RoundReport;

/**
 * The result of a training in rounds.
 *
 * @param weights the model's weights after the last round
 * @param rounds what was reported of each round
 */
public record RoundTrainingReport(Weights weights, List<RoundReport> rounds) {
  /** Takes a copy. */
  public RoundTrainingReport {
    rounds = List.copyOf(rounds);
  }
}
