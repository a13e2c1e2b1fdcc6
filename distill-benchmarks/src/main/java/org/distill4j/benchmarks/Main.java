package org.distill4j.benchmarks;

/** The commands that measure. */
public final class Main {
  private Main() {}

  /**
   * Runs a command.
   *
   * @param args the command and its options
   */
  public static void main(String... args) {}
}
