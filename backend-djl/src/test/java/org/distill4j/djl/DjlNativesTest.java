package org.distill4j.djl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.distill4j.backend.Platform;
import org.distill4j.natives.ExpectedNatives;
import org.distill4j.natives.NativesRules;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The native libraries of PyTorch")
class DjlNativesTest extends NativesRules {
  DjlNativesTest() {
    super(
        new DjlBackend(),
        DjlNatives.ARTIFACTS,
        new ExpectedNatives(
            "PyTorch 2.7.1",
            List.of("ai.djl.pytorch:pytorch-native-cpu:2.7.1"),
            Map.of(
                "linux-x86_64", "linux-x86_64",
                "linux-aarch64", "linux-aarch64",
                "macos-aarch64", "osx-aarch64",
                "windows-x86_64", "win-x86_64")));
  }

  @Override
  protected String failure(Platform platform, List<String> found, Throwable cause) {
    return DjlNatives.failure(platform, found, cause);
  }

  @Test
  @DisplayName("keep DJL from downloading where they are those of the platform, and there alone")
  void downloads() {
    Platform mac = Platform.of("Mac OS X", "aarch64");
    assertThat(DjlNatives.ARTIFACTS.suffice(mac, List.of("linux-x86_64", "osx-aarch64"))).isTrue();
    assertThat(DjlNatives.ARTIFACTS.suffice(mac, List.of("linux-x86_64"))).isFalse();
    assertThat(
            DjlNatives.ARTIFACTS.suffice(Platform.of("Mac OS X", "x86_64"), List.of("osx-aarch64")))
        .isFalse();
  }
}
