package org.distill4j.cli.console;

import java.util.concurrent.CountDownLatch;

/** A program whose step never ends. */
final class BlockedProcess {
  private BlockedProcess() {}

  public static void main(String... arguments) {
    Interrupts interrupts = Interrupts.ofProcess();
    interrupts.during(
        () -> {
          System.out.println("blocked");
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
          return 0;
        });
  }
}
