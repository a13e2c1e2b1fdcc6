package org.distill4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.distill4j.backend.Platform;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The PyTorch backend")
class BackendTest {
  private final DjlBackend backend = new DjlBackend();

  @Test
  @DisplayName("is found under the name djl")
  void found() {
    List<String> names =
        ServiceLoader.load(Backend.class).stream().map(found -> found.get().name()).toList();
    assertThat(names).contains("djl");
  }

  @Test
  @DisplayName("has the CPU and says what it is")
  void cpu() {
    assertThat(backend.devices()).startsWith(Device.cpu());
    try (Session session = backend.open(SessionOptions.defaults())) {
      assertThat(session.device()).isEqualTo(Device.cpu());
      assertThat(session.engineVersion()).matches("PyTorch 2\\.7\\.1 \\(DJL 0\\.36\\.0\\)");
    }
  }

  @Test
  @DisplayName("forbids the engine to report, and to download what is on the class path")
  void offline() {
    backend.devices();
    assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
    assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
  }

  @Nested
  @DisplayName("asked for CUDA")
  class Cuda {
    @Test
    @DisplayName("names the artifact and the environment variables where there is none")
    void absent() {
      assumeThat(backend.devices()).hasSize(1);
      SessionOptions options = SessionOptions.defaults().withDevice(Device.cuda(0));
      assertThatThrownBy(() -> backend.open(options))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Device cuda:0 was asked for and PyTorch 2.7.1 has [cpu]")
          .hasMessageContaining("expected one of these.\nMaybe")
          .hasMessageContaining("PYTORCH_LIBRARY_PATH and LD_LIBRARY_PATH")
          .hasMessageContaining("PYTORCH_VERSION=2.7.1")
          .hasMessageContaining("PYTORCH_FLAVOR=cu128");
    }

    @Test
    @DisplayName("refuses an index beyond the last device")
    void unknown() {
      SessionOptions options = SessionOptions.defaults().withDevice(Device.cuda(99));
      assertThatThrownBy(() -> backend.open(options))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Device cuda:99 was asked for");
    }
  }

  @Nested
  @DisplayName("in a fresh process")
  @EnabledOnOs(OS.LINUX)
  class Fresh {
    @Test
    @DisplayName("loads nothing until it is opened")
    void lazy() throws IOException, InterruptedException {
      assertThat(FreshJvm.run(BackendProbe.class, entry -> true))
          .contains("loaded false\nengine PyTorch")
          .contains("loaded true");
    }

    @Test
    @DisplayName("names the artifact that another machine needs")
    @DisabledIfEnvironmentVariable(named = "PYTORCH_LIBRARY_PATH", matches = ".+")
    void otherMachine(@TempDir Path cache) throws IOException, InterruptedException {
      String output =
          FreshJvm.run(
              BackendProbe.class,
              entry -> true,
              "-Dos.name=Mac OS X",
              "-Dos.arch=aarch64",
              "-DDJL_CACHE_DIR=" + cache,
              "-Dai.djl.offline=true");
      assertThat(output)
          .contains("refused PyTorch 2.7.1 found native libraries for [")
          .contains("expected those for macos-aarch64.\nMaybe add")
          .contains("ai.djl.pytorch:pytorch-native-cpu:2.7.1:osx-aarch64");
    }

    @Test
    @DisplayName("names the artifact that is missing")
    @DisabledIfEnvironmentVariable(named = "PYTORCH_LIBRARY_PATH", matches = ".+")
    void missing(@TempDir Path cache) throws IOException, InterruptedException {
      String output =
          FreshJvm.run(
              BackendProbe.class,
              entry -> !entry.contains("pytorch-native"),
              "-DDJL_CACHE_DIR=" + cache,
              "-Dai.djl.offline=true");
      assertThat(output)
          .contains("refused PyTorch 2.7.1 found no native libraries on the class path")
          .contains("expected those for " + Platform.current() + ".\nMaybe add")
          .contains(DjlNatives.ARTIFACTS.artifacts(Platform.current()).get(0));
    }
  }
}
