package org.distill4j.benchmarks.together;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.distill4j.backend.NativeArtifacts;
import org.distill4j.backend.Platform;
import org.distill4j.djl.DjlBackend;
import org.distill4j.dl4j.Dl4jBackend;
import org.distill4j.tensorflow.TfBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A program that depends on the backends")
class ConsumerTest {
  private static final String[] BACKENDS = {"backend-djl", "backend-tensorflow", "backend-dl4j"};

  private static final List<NativeArtifacts> ARTIFACTS =
      Stream.of(DjlBackend.class, TfBackend.class, Dl4jBackend.class)
          .map(NativeArtifacts::beside)
          .toList();

  private static List<String> wanted(Platform platform) {
    return ARTIFACTS.stream().flatMap(each -> each.artifacts(platform).stream()).toList();
  }

  /** What Maven chooses on a machine with these system properties. */
  private static List<String> resolved(List<String> properties, String... artifacts)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(properties);
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dlocal.repository=" + System.getProperty("local.repository"));
    command.add("-Dbuild.root=" + Path.of("..").toRealPath());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(NativesResolution.class.getName());
    command.addAll(List.of(artifacts));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed.lines().distinct().toList();
  }

  @ParameterizedTest(name = "{0} on {1}")
  @CsvSource({
    "Linux, amd64, 5",
    "Linux, aarch64, 5",
    "Mac OS X, aarch64, 5",
    "Mac OS X, x86_64, 3",
    "Windows 11, amd64, 5"
  })
  @DisplayName("gets the natives of its machine, those that messages name, and no others")
  void machine(String osName, String osArch, int count) throws IOException, InterruptedException {
    List<String> wanted = wanted(Platform.of(osName, osArch));
    assertThat(resolved(List.of("-Dos.name=" + osName, "-Dos.arch=" + osArch), BACKENDS))
        .containsExactlyInAnyOrderElementsOf(wanted)
        .hasSize(count);
  }

  @ParameterizedTest
  @CsvSource({"linux-x86_64", "linux-aarch64", "macos-aarch64", "macos-x86_64", "windows-x86_64"})
  @DisplayName("gets those of the platform that it is built for, if it names one")
  void crossBuild(String name) throws IOException, InterruptedException {
    assertThat(resolved(List.of("-Ddistill.platform=" + name), BACKENDS))
        .containsExactlyInAnyOrderElementsOf(wanted(Platform.parse(name)));
  }

  @Test
  @DisplayName("gets those of all platforms with the artifacts that are made for it")
  void everything() throws IOException, InterruptedException {
    List<String> all =
        ARTIFACTS.stream()
            .flatMap(each -> each.classifiers().keySet().stream())
            .distinct()
            .flatMap(name -> wanted(Platform.parse(name)).stream())
            .toList();
    assertThat(
            resolved(
                List.of(),
                "backend-djl-platform:pom",
                "backend-tensorflow-platform:pom",
                "backend-dl4j-platform:pom"))
        .containsExactlyInAnyOrderElementsOf(all)
        .hasSize(4 + 4 + 3 * 5);
  }
}
