package org.distill4j.djl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisplayName("Memory on PyTorch")
@EnabledOnOs(OS.LINUX)
class MemoryTest {
  @Test
  @DisplayName("stays flat over 10,000 steps and 300 forgotten predictors")
  void flat() throws IOException, InterruptedException {
    // A heap of fixed size, touched at once, and no optimizing compiler, which takes memory of its
    // own at some time: nothing but the engine's memory is left to grow.
    String output =
        FreshJvm.run(
            LongRun.class,
            entry -> true,
            "-Xms128m",
            "-Xmx128m",
            "-XX:+AlwaysPreTouch",
            "-XX:TieredStopAtLevel=1");
    assertThat(output)
        .containsPattern("steps -?[0-2] percent")
        .containsPattern("predictors -?[0-2] percent");
  }
}
