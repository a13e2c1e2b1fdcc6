package org.distill4j.core.rounds;

import java.io.Serializable;
import java.util.SplittableRandom;

/**
 * The numbers of a training in rounds. In each round every worker takes some steps on its own
 * examples, from the same weights; then what they found is averaged, weighted by the number of
 * examples of its steps.
 *
 * <ul>
 *   <li>With several steps in a round this is DiLoCo (Douillard et al. 2023): the average of the
 *       ways that the workers went is the gradient of one {@linkplain OuterStep outer step}.
 *   <li>With one step in a round it is synchronous training: workers compute gradients, and the
 *       optimizer takes one step along their average. It equals a training in one process on
 *       batches that are all workers' together, to rounding, for losses that average over the
 *       examples. The outer step and the inner state play no part.
 * </ul>
 */
public final class RoundPlan implements Serializable {
  /**
   * The recommended number: with fewer rounds, several steps in each, students became worse in
   * measurements.
   */
  static final int FEW_ROUNDS = 30;

  private static final long serialVersionUID = 1;

  private final int workers;
  private final int localSteps;
  private final int rounds;
  private final int batchSize;
  private final long seed;
  private final InnerState innerState;
  private final double outerRate;
  private final double outerMomentum;

  /** The treatment of a worker's optimizer between two rounds. */
  public enum InnerState {
    /** It starts with zeros in each round, so workers store nothing. */
    RESET,
    /** It resumes where the round before left it, as in the paper. */
    KEPT
  }

  private RoundPlan(
      int workers,
      int localSteps,
      int rounds,
      int batchSize,
      long seed,
      InnerState innerState,
      OuterStep outer) {
    requireAtLeastOne("number of workers", workers);
    requireAtLeastOne("number of local steps", localSteps);
    requireAtLeastOne("number of rounds", rounds);
    requireAtLeastOne("batch size", batchSize);
    this.workers = workers;
    this.localSteps = localSteps;
    this.rounds = rounds;
    this.batchSize = batchSize;
    this.seed = seed;
    this.innerState = innerState;
    this.outerRate = outer.rate();
    this.outerMomentum = outer.momentum();
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "The " + name + " is " + value + ", expected at least 1.\nMaybe an argument is missing.");
    }
  }

  /**
   * Returns a training with batches of 64, seed 0, optimizers that are reset, and the paper's outer
   * step.
   *
   * @param workers the number of workers, at least 1
   * @param localSteps the number of steps that each takes in a round, at least 1
   * @param rounds the number of rounds, at least 1
   * @return the plan
   * @throws IllegalArgumentException if a number is below 1
   */
  public static RoundPlan of(int workers, int localSteps, int rounds) {
    return new RoundPlan(
        workers, localSteps, rounds, 64, 0, InnerState.RESET, OuterStep.standard());
  }

  /**
   * Returns the number of rounds in which the workers see about all examples some number of times.
   *
   * @param examples the number of examples of all workers
   * @param epochs how often each is to be seen
   * @param workers the number of workers
   * @param localSteps the number of steps in a round
   * @param batchSize the number of examples of a worker's step
   * @return the number of rounds, at least 1
   */
  public static int roundsFor(
      long examples, double epochs, int workers, int localSteps, int batchSize) {
    double perRound = (double) workers * localSteps * batchSize;
    return (int) Math.max(1, Math.round(epochs * examples / perRound));
  }

  /**
   * Returns this plan with another batch size.
   *
   * @param size the number of examples of a worker's step, at least 1
   * @return the changed plan
   * @throws IllegalArgumentException if it is below 1
   */
  public RoundPlan withBatchSize(int size) {
    return new RoundPlan(workers, localSteps, rounds, size, seed, innerState, outer());
  }

  /**
   * Returns this plan with another seed.
   *
   * @param other the seed of initial weights, batch orders and dropout
   * @return the changed plan
   */
  public RoundPlan withSeed(long other) {
    return new RoundPlan(workers, localSteps, rounds, batchSize, other, innerState, outer());
  }

  /**
   * Returns this plan with another treatment of workers' optimizers.
   *
   * @param state what becomes of them between two rounds
   * @return the changed plan
   */
  public RoundPlan withInnerState(InnerState state) {
    return new RoundPlan(workers, localSteps, rounds, batchSize, seed, state, outer());
  }

  /**
   * Returns this plan with another outer step.
   *
   * @param outer the step along the average of a round
   * @return the changed plan
   */
  public RoundPlan withOuter(OuterStep outer) {
    return new RoundPlan(workers, localSteps, rounds, batchSize, seed, innerState, outer);
  }

  /** {@return the number of workers} */
  public int workers() {
    return workers;
  }

  /** {@return the number of steps that each worker takes in a round} */
  public int localSteps() {
    return localSteps;
  }

  /** {@return the number of rounds} */
  public int rounds() {
    return rounds;
  }

  /** {@return the number of examples of a worker's step; fewer at the end of its epoch} */
  public int batchSize() {
    return batchSize;
  }

  /** {@return the seed of initial weights, batch orders and dropout} */
  public long seed() {
    return seed;
  }

  /** {@return the treatment of a worker's optimizer between two rounds} */
  public InnerState innerState() {
    return innerState;
  }

  /** {@return the step along the average of a round} */
  public OuterStep outer() {
    return new OuterStep(outerRate, outerMomentum);
  }

  /** {@return whether workers compute gradients for one step together} */
  public boolean isSynchronous() {
    return localSteps == 1;
  }

  /** {@return whether workers' optimizers keep their state from round to round} */
  public boolean keepsInnerState() {
    return innerState == InnerState.KEPT && !isSynchronous();
  }

  /** {@return the number of steps of a worker in all rounds} */
  long totalSteps() {
    return (long) rounds * localSteps;
  }

  /** Returns the seed of a worker's batch order and dropout. */
  long seedOf(int worker) {
    long mixed = new SplittableRandom(seed).nextLong();
    return new SplittableRandom(mixed + worker).nextLong();
  }

  @Override
  public String toString() {
    return workers
        + " workers, "
        + rounds
        + " rounds of "
        + localSteps
        + " steps, batches of "
        + batchSize
        + ", seed "
        + seed
        + (isSynchronous()
            ? ", gradients averaged"
            : ", inner state " + innerState + ", " + outer());
  }
}
