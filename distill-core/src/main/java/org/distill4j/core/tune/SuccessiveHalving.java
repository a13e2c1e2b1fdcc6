package org.distill4j.core.tune;

import java.util.ArrayList;
import java.util.List;

/**
 * How a search spends its epochs: all candidates are trained a little, the best of them longer, and
 * so on (Jamieson and Talwalkar 2016, "Non-stochastic best arm identification and hyperparameter
 * optimization"). Each training has a plan of all epochs and stops early in it, so a decaying
 * learning rate is as far as in a training alone, and the best is trained to its end without
 * beginning anew.
 *
 * @param candidates how many settings are tried, at least 1
 * @param firstEpochs the epochs of each of them, at least 1
 * @param factor the share of them that continues is one in this number, for as many times as long,
 *     at least 2
 * @param epochs the epochs of the whole training, at least as many as the first
 */
public record SuccessiveHalving(int candidates, int firstEpochs, int factor, int epochs) {
  /**
   * A round of the search.
   *
   * @param candidates how many settings take part
   * @param epochs how many epochs they have been trained for at its end
   */
  public record Rung(int candidates, int epochs) {}

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public SuccessiveHalving {
    if (candidates < 1 || firstEpochs < 1 || factor < 2 || epochs < firstEpochs) {
      throw new IllegalArgumentException(
          "Successive halving of "
              + candidates
              + " candidates by "
              + factor
              + " from "
              + firstEpochs
              + " epochs to "
              + epochs
              + ", expected at least 1 candidate, a factor of at least 2, and 1 epoch or more that"
              + " grow.\nMaybe 12 candidates by 3 from 2 epochs to 20.");
    }
  }

  /**
   * Returns the rounds: the first with all candidates, each next with 1/factor of them, rounded up,
   * and factor times as many epochs, the last with all epochs. A search whose epochs are used up
   * before one candidate is left trains those that are left to the end.
   *
   * @return the rounds in order
   */
  public List<Rung> rungs() {
    List<Rung> rungs = new ArrayList<>();
    int left = candidates;
    long until = firstEpochs;
    while (left > 1 && until < epochs) {
      rungs.add(new Rung(left, (int) until));
      left = (left + factor - 1) / factor;
      until *= factor;
    }
    rungs.add(new Rung(left, epochs));
    return rungs;
  }

  /** {@return the number of epochs that are trained in all} */
  public long totalEpochs() {
    long total = 0;
    int before = 0;
    for (Rung rung : rungs()) {
      total += (long) rung.candidates() * (rung.epochs() - before);
      before = rung.epochs();
    }
    return total;
  }
}
