package org.distill4j.core.rounds;

/**
 * The cost of a round, computed from measurements: how long a step takes, how many values the
 * student has, and what network and scheduling give. With P the bytes of all values, B the bytes a
 * second of a network link, H the steps of a round and W the workers, a round takes
 *
 * <pre>
 * H · step                                        workers compute
 * + P / B · (1 + log₂ W / 64)                     the weights reach every executor, in a tree
 * + W · P / B + W · P · add                       all values reach the driver, which adds them; or
 * + 2 · P / B + P · add + P / B                   slices are dealt out, averaged, and collected
 * + stages · stage + W · stages · task            Spark starts stages and tasks
 * </pre>
 *
 * <p>Values are sent as they are where that is shorter. Network links are full-duplex, and the
 * driver has one as an executor has.
 *
 * @param stepSeconds the time of a worker's step
 * @param parameters the number of values of the student
 * @param bytesPerSecond what a network link carries in a second
 * @param stageSeconds the time to start and end a stage of one task
 * @param taskSeconds the driver's time for each further task
 * @param addSecondsPerByte the driver's time to add a byte of values
 */
public record RoundCost(
    double stepSeconds,
    long parameters,
    double bytesPerSecond,
    double stageSeconds,
    double taskSeconds,
    double addSecondsPerByte) {
  /** Spark sends a broadcast in blocks, and an executor passes on the blocks that it has. */
  private static final double BLOCKS = 64;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is negative, or a link carries nothing
   */
  public RoundCost {
    boolean isValid =
        stepSeconds >= 0
            && parameters >= 0
            && bytesPerSecond > 0
            && stageSeconds >= 0
            && taskSeconds >= 0
            && addSecondsPerByte >= 0;
    if (!isValid) {
      throw new IllegalArgumentException(
          "A step of "
              + stepSeconds
              + " s, "
              + parameters
              + " values, a link of "
              + bytesPerSecond
              + " bytes/s, stages of "
              + stageSeconds
              + " s, tasks of "
              + taskSeconds
              + " s and "
              + addSecondsPerByte
              + " s to add a byte, expected none below 0 and a link above 0.\n"
              + "Maybe a time was taken before it was measured.");
    }
  }

  private double bytes() {
    return (double) parameters * Float.BYTES;
  }

  /**
   * Returns the time in which workers take their steps.
   *
   * @param localSteps the steps of a round
   * @return seconds
   */
  public double computing(int localSteps) {
    return localSteps * stepSeconds;
  }

  /**
   * Returns the time in which the weights reach the executors.
   *
   * @param workers the number of workers, each on an executor of its own
   * @return seconds
   */
  public double sending(int workers) {
    return bytes() / bytesPerSecond * (1 + Math.log(workers) / Math.log(2) / BLOCKS);
  }

  /** Returns all values to the driver. */
  private double collecting(int workers) {
    double values = workers * bytes();
    return values / bytesPerSecond + values * addSecondsPerByte + scheduling(workers, 1);
  }

  /** Slices to the executors, and their means to the driver. */
  private double slicing(int workers) {
    return 3 * bytes() / bytesPerSecond + bytes() * addSecondsPerByte + scheduling(workers, 2);
  }

  private double scheduling(int workers, int stages) {
    return stages * (stageSeconds + workers * taskSeconds);
  }

  /**
   * Returns the time of a whole round.
   *
   * @param workers the number of workers
   * @param localSteps the steps of a round
   * @return seconds
   */
  public double round(int workers, int localSteps) {
    double gathering = Math.min(collecting(workers), slicing(workers));
    return computing(localSteps) + sending(workers) + gathering;
  }

  /**
   * Returns the share of a round in which workers compute.
   *
   * @param workers the number of workers
   * @param localSteps the steps of a round
   * @return a number in [0, 1]
   */
  public double share(int workers, int localSteps) {
    return computing(localSteps) / round(workers, localSteps);
  }

  /**
   * Returns the speed-up in examples per second over one process.
   *
   * @param workers the number of workers
   * @param localSteps the steps of a round
   * @return the factor, at most the number of workers
   */
  public double speedup(int workers, int localSteps) {
    return workers * share(workers, localSteps);
  }
}
