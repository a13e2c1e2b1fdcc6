package org.distill4j.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An interrupt")
class InterruptsTest {
  @Test
  @DisplayName("outside of trainings stops nothing, and lets the program end at once")
  void outside() {
    try (Interrupts interrupts = Interrupts.none()) {
      interrupts.interrupt();
      assertThat(interrupts.stop().isRequested()).isFalse();
    }
  }

  @Test
  @DisplayName("during a training asks it to stop, and waits until all is told")
  void during() throws InterruptedException {
    Interrupts interrupts = Interrupts.none();
    Thread hook = new Thread(interrupts::interrupt);
    boolean stopped =
        interrupts.during(
            () -> {
              hook.start();
              while (!interrupts.stop().isRequested()) {
                Thread.onSpinWait();
              }
              return interrupts.stop().isRequested();
            });
    assertThat(stopped).isTrue();
    assertThat(hook.isAlive()).isTrue();
    interrupts.close();
    hook.join();
    assertThat(hook.isAlive()).isFalse();
  }
}
