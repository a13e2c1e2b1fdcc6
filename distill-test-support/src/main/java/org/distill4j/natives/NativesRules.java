package org.distill4j.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.distill4j.backend.Backend;
import org.distill4j.backend.NativeArtifacts;
import org.distill4j.backend.NativeLibraries;
import org.distill4j.backend.Platform;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of a backend's native libraries, on simulated machines and on this one. */
public abstract class NativesRules {
  private final LinkageError cause = new UnsatisfiedLinkError("cause");

  private final Backend backend;
  private final NativeArtifacts artifacts;
  private final ExpectedNatives expected;

  /**
   * Rules for a backend of this project.
   *
   * @param backend the backend
   * @param artifacts what its file of natives says
   * @param expected what it should say
   */
  protected NativesRules(Backend backend, NativeArtifacts artifacts, ExpectedNatives expected) {
    this.backend = backend;
    this.artifacts = artifacts;
    this.expected = expected;
  }

  /**
   * Returns the explanation why the engine did not load.
   *
   * @param platform the platform
   * @param found the classifiers of what is on the class path
   * @param cause the engine's error
   * @return the message
   */
  protected abstract String failure(Platform platform, List<String> found, Throwable cause);

  @ParameterizedTest(name = "{0} on {1}")
  @CsvSource({
    "Linux, amd64, linux-x86_64",
    "Linux, aarch64, linux-aarch64",
    "Mac OS X, aarch64, macos-aarch64",
    "Mac OS X, x86_64, macos-x86_64",
    "Windows 11, amd64, windows-x86_64",
    "Windows 11, aarch64, windows-aarch64"
  })
  @DisplayName("are asked for by platform, and named where they are missing")
  void missing(String osName, String osArch, String name) {
    Platform platform = Platform.of(osName, osArch);
    assertThat(platform).hasToString(name);
    assertThat(artifacts.artifacts(platform)).isEqualTo(expected.artifacts(platform));
    if (artifacts.artifacts(platform).isEmpty()) {
      requireAnotherMachine(platform);
    } else {
      requireArtifacts(platform);
    }
  }

  private void requireArtifacts(Platform platform) {
    assertThat(failure(platform, List.of("other"), cause))
        .contains("found native libraries for [other] on the class path")
        .contains("expected those for " + platform + ".\nMaybe add ")
        .contains(String.join(" and ", expected.artifacts(platform)))
        .contains("org.distill4j:backend-" + backend.name() + "-platform:");
  }

  private void requireAnotherMachine(Platform platform) {
    assertThat(failure(platform, List.of(), cause))
        .contains(expected.engine() + " found no native libraries on the class path")
        .contains("\nMaybe use another backend or another machine")
        .contains(expected.classifiers().keySet())
        .doesNotContain("${");
  }

  @Test
  @DisplayName("are published for the platforms that the backend names, and for no others")
  void published() {
    assertThat(artifacts.classifiers()).isEqualTo(expected.classifiers());
  }

  @Test
  @DisplayName("that are here and do not load are told with the folder they are unpacked to")
  void broken() {
    Platform platform = Platform.of("Linux", "amd64");
    assertThat(failure(platform, List.of("linux-x86_64"), cause))
        .contains("could not load its native libraries for linux-x86_64", "cause")
        .contains(backend.natives().folder().orElseThrow())
        .contains("\nMaybe this folder cannot be written");
  }

  @Test
  @DisplayName("are described as they are on this machine")
  void described() {
    NativeLibraries natives = backend.natives();
    assertThat(natives.artifacts()).isEqualTo(artifacts.artifacts(Platform.current()));
    assertThat(artifacts.classifier(Platform.current()))
        .isPresent()
        .get()
        .satisfies(name -> assertThat(natives.found()).anyMatch(found -> found.startsWith(name)));
    assertThat(natives.folder()).isPresent();
  }
}
