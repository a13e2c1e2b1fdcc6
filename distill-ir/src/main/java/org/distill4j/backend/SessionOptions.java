package org.distill4j.backend;

import java.util.OptionalInt;

/**
 * Options of a session. There is no seed: initial weights, batch order and all random numbers are
 * made on the host and given to the engine.
 *
 * @param device where to compute
 * @param fixedThreads the number of threads that one operation may use on the CPU, at least 1;
 *     empty to begin with one and let trainers choose, see {@link #withChosenThreads}
 */
public record SessionOptions(Device device, OptionalInt fixedThreads) {
  /**
   * Checks the number of threads.
   *
   * @throws IllegalArgumentException if the number is below 1, or above four times the processors
   */
  public SessionOptions {
    fixedThreads.ifPresent(count -> ThreadCount.require("A session", count));
  }

  /**
   * Creates options with a fixed number of threads.
   *
   * @param device where to compute
   * @param threads the number of threads
   * @throws IllegalArgumentException if the number is below 1, or above four times the processors
   */
  public SessionOptions(Device device, int threads) {
    this(device, OptionalInt.of(threads));
  }

  /**
   * Returns the defaults, the CPU and one thread: small networks gain little from more, engines'
   * threads wait for each other by spinning, which costs far more than it gains when other programs
   * need the cores, and with one fixed number a seed repeats a training bit for bit. {@link
   * #withChosenThreads} has trainers look for a better number.
   *
   * @return the options
   */
  public static SessionOptions defaults() {
    return new SessionOptions(Device.cpu(), 1);
  }

  /** {@return the initial number of threads of a session: the fixed number, or 1} */
  public int threads() {
    return fixedThreads.orElse(1);
  }

  /**
   * Returns these options on another device.
   *
   * @param device the device
   * @return the changed options
   */
  public SessionOptions withDevice(Device device) {
    return new SessionOptions(device, fixedThreads);
  }

  /**
   * Returns these options with a fixed number of threads.
   *
   * @param threads the number
   * @return the changed options
   * @throws IllegalArgumentException if the number is below 1, or above four times the processors
   */
  public SessionOptions withThreads(int threads) {
    return new SessionOptions(device, threads);
  }

  /**
   * Returns these options with a number of threads that a trainer chooses: a session begins with
   * one, and a trainer times steps of its plan with more, and takes as many as pay. It logs what it
   * measured, and checkpoints keep the number. Another number of threads may round a sum
   * differently, so the same seed repeats a training bit for bit only if the same number is chosen.
   *
   * @return the changed options
   */
  public SessionOptions withChosenThreads() {
    return new SessionOptions(device, OptionalInt.empty());
  }
}
