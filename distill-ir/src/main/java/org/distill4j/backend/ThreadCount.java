package org.distill4j.backend;

/** Checks numbers of threads, wherever they are set. */
public final class ThreadCount {
  private static final int PER_PROCESSOR = 4;

  private ThreadCount() {}

  /**
   * Checks that this machine can use a number of threads.
   *
   * @param what what is given the threads, for the message: "A session"
   * @param count the number of threads
   * @return the number
   * @throws IllegalArgumentException if it is below 1, or above four times the processors
   */
  public static int require(String what, int count) {
    return require(what, count, Runtime.getRuntime().availableProcessors());
  }

  static int require(String what, int count, int processors) {
    int most = PER_PROCESSOR * processors;
    if (count < 1 || count > most) {
      throw new IllegalArgumentException(
          what
              + " was given "
              + count
              + " threads, expected 1 to "
              + most
              + " on a machine with "
              + processors
              + " processors.\nMaybe leave the number out.");
    }
    return count;
  }
}
