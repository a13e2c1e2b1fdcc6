package org.distill4j.examples.mnist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisplayName("The peak memory")
class PeakMemoryTest {
  @Test
  @DisplayName("is the kernel's high-water mark in millions of bytes")
  void parsed() {
    List<String> status = List.of("VmPeak:\t 9000 kB", "VmHWM:\t 500000 kB", "VmRSS:\t 3 kB");

    assertThat(PeakMemory.parse(status)).hasValue(512.0);
  }

  @Test
  @DisplayName("is unknown where the kernel does not tell")
  void unknown() {
    assertThat(PeakMemory.parse(List.of("VmPeak:\t 9000 kB"))).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @DisplayName("of this process is known on Linux")
  void here() {
    assertThat(Files.exists(Path.of("/proc/self/status"))).isTrue();
    assertThat(PeakMemory.megabytes().orElseThrow()).isGreaterThan(10);
  }
}
