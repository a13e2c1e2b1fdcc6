package org.distill4j.backend;

/**
 * How a session is opened. There is no seed: first weights, batch order and all random numbers are
 * made on the host and given to the engine.
 *
 * @param device where to compute
 * @param threads the number of threads one operation may use on the CPU, at least 1
 */
public record SessionOptions(Device device, int threads) {
  /**
   * Checks the number of threads.
   *
   * @param device where to compute
   * @param threads the number of threads
   * @throws IllegalArgumentException if there is not at least one thread
   */
  public SessionOptions {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "A session with "
              + threads
              + " threads, expected at least 1.\n"
              + "Maybe leave the number out.");
    }
  }

  /**
   * The CPU and one thread: small networks gain little from more, and engines' threads wait for
   * each other by spinning, which costs far more than it gains when other programs need the cores.
   *
   * @return the options
   */
  public static SessionOptions defaults() {
    return new SessionOptions(Device.cpu(), 1);
  }

  /**
   * These options on another device.
   *
   * @param device the device
   * @return the changed options
   */
  public SessionOptions withDevice(Device device) {
    return new SessionOptions(device, threads);
  }

  /**
   * These options with another number of threads.
   *
   * @param threads the number
   * @return the changed options
   */
  public SessionOptions withThreads(int threads) {
    return new SessionOptions(device, threads);
  }
}
