package org.distill4j.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A platform")
class PlatformTest {
  @ParameterizedTest(name = "{0} on {1} is {2}")
  @CsvSource({
    "Linux, amd64, linux-x86_64",
    "Linux, aarch64, linux-aarch64",
    "Linux, riscv64, linux-riscv64",
    "Mac OS X, x86_64, macos-x86_64",
    "Mac OS X, aarch64, macos-aarch64",
    "Windows 11, amd64, windows-x86_64",
    "Windows Server 2022, amd64, windows-x86_64",
    "Windows 11, aarch64, windows-aarch64",
    "FreeBSD, amd64, freebsd-x86_64"
  })
  @DisplayName("is told by the system and the processor")
  void names(String osName, String osArch, String platform) {
    assertThat(Platform.of(osName, osArch)).hasToString(platform);
  }

  @Test
  @DisplayName("is read as it is written")
  void parse() {
    for (String name : List.of("linux-x86_64", "macos-aarch64", "z-os-s390x")) {
      assertThat(Platform.parse(name)).hasToString(name);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Platform.parse("linux"))
        .withMessageContaining("\"linux\" has no hyphen")
        .withMessageContaining("\nMaybe ");
  }

  @Test
  @DisplayName("is known of this machine")
  void current() {
    assertThat(Platform.current())
        .isEqualTo(Platform.of(System.getProperty("os.name"), System.getProperty("os.arch")));
  }
}
