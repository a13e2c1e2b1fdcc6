package org.distill4j.cli.console;

import java.util.concurrent.CountDownLatch;

/** A program that never ends: its step hangs, or with an argument its end, as on a hung disk. */
final class BlockedProcess {
  private BlockedProcess() {}

  public static void main(String... arguments) {
    Interrupts interrupts = Interrupts.ofProcess();
    if (arguments.length == 0) {
      interrupts.during(
          () -> {
            System.out.println("blocked");
            block();
            return 0;
          });
    } else {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    System.out.println("ending");
                    block();
                  }));
      System.out.println("blocked");
      block();
    }
  }

  private static void block() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
