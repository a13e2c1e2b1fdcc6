package org.distill4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.distill4j.backend.NativeLibraries;
import org.distill4j.backend.Platform;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The native libraries of TensorFlow")
class TfNativesTest {
  private final LinkageError cause = new UnsatisfiedLinkError("cause");

  @ParameterizedTest(name = "{0} on {1}")
  @CsvSource({
    "Linux, amd64, org.tensorflow:tensorflow-core-native:1.1.0:linux-x86_64",
    "Linux, aarch64, org.tensorflow:tensorflow-core-native:1.1.0:linux-arm64",
    "Mac OS X, aarch64, org.tensorflow:tensorflow-core-native:1.1.0:macosx-arm64",
    "Windows 11, amd64, org.tensorflow:tensorflow-core-native:1.1.0:windows-x86_64"
  })
  @DisplayName("are asked for by platform, and named where they are missing")
  void missing(String osName, String osArch, String artifacts) {
    Platform platform = Platform.of(osName, osArch);
    String[] expected = artifacts.split("&", -1);
    assertThat(TfNatives.ARTIFACTS.artifacts(platform)).containsExactly(expected);
    assertThat(TfNatives.failure(platform, List.of("other"), cause))
        .contains("found native libraries for [other] on the class path")
        .contains(
            "expected those for " + platform + ".\nMaybe add " + String.join(" and ", expected))
        .contains("org.distill4j:backend-tensorflow-platform:");
  }

  @Test
  @DisplayName("are not asked for where there are none")
  void unpublished() {
    Platform platform = Platform.of("Mac OS X", "x86_64");
    assertThat(TfNatives.ARTIFACTS.artifacts(platform)).isEmpty();
    assertThat(TfNatives.failure(platform, List.of(), cause))
        .contains("TensorFlow Java 1.1.0 found no native libraries on the class path")
        .contains("\nMaybe use another backend or another machine")
        .contains("linux-x86_64, macos-aarch64, ")
        .doesNotContain("${");
  }

  @Test
  @DisplayName("that are here and do not load are told with the folder they are unpacked to")
  void broken() {
    Platform platform = Platform.of("Linux", "amd64");
    assertThat(TfNatives.failure(platform, List.of("linux-x86_64"), cause))
        .contains(
            "could not load its native libraries for linux-x86_64",
            "cause",
            TfNatives.folder().orElseThrow())
        .contains("\nMaybe this folder cannot be written");
  }

  @Test
  @DisplayName("are described as they are on this machine")
  void described() {
    NativeLibraries natives = new TfBackend().natives();
    assertThat(natives.artifacts()).isEqualTo(TfNatives.ARTIFACTS.artifacts(Platform.current()));
    assertThat(TfNatives.ARTIFACTS.classifier(Platform.current()))
        .isPresent()
        .get()
        .satisfies(name -> assertThat(natives.found()).anyMatch(found -> found.startsWith(name)));
    assertThat(natives.folder()).isPresent();
  }
}
