package org.distill4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The folder of ONNX Runtime's libraries")
class OrtFolderTest {
  private static final String RESOURCES = "/org/distill4j/onnx/";

  private final Path parent;

  OrtFolderTest(@TempDir Path parent) {
    this.parent = parent;
  }

  /** Unpacks to a folder, says so, and waits until it is killed. */
  static final class Waiting {
    private Waiting() {}

    public static void main(String[] args) throws IOException {
      System.out.println(OrtFolder.unpack(Path.of(args[0]), "/", "absent"));
      assertThat(System.in.read()).isNegative();
    }
  }

  private Process start() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Waiting.class.getName(),
                parent.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    assertThat(out.readLine()).isEqualTo("Optional.empty");
    return process;
  }

  private List<Path> folders() throws IOException {
    try (Stream<Path> files = Files.list(parent)) {
      return files.toList();
    }
  }

  @Test
  @DisplayName("stays as long as its process lives, and goes with the next start after a kill")
  void killed() throws IOException, InterruptedException {
    Process first = start();
    List<Path> firsts = folders();
    assertThat(firsts).hasSize(1);
    Process second = start();
    assertThat(folders()).hasSize(2).containsAll(firsts);

    first.destroyForcibly().waitFor();
    assertThat(firsts.get(0)).exists();
    Process third = start();

    assertThat(firsts.get(0)).doesNotExist();
    assertThat(folders()).hasSize(2);
    second.destroyForcibly().waitFor();
    third.destroyForcibly().waitFor();
  }

  @Test
  @DisplayName("of this process is left alone by another start in it")
  void own() throws IOException {
    OrtFolder.unpack(parent, RESOURCES, "absent");
    List<Path> before = folders();
    OrtFolder.unpack(parent, RESOURCES, "absent");

    assertThat(folders()).hasSize(2).containsAll(before);
  }

  @Test
  @DisplayName("is its user's alone, and holds the libraries")
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void permissions() throws IOException {
    OrtNatives.load();
    Optional<Path> folder = OrtFolder.unpack(parent, OrtNatives.folder(), "onnxruntime", "absent");

    assertThat(Files.getPosixFilePermissions(folder.orElseThrow())).hasSize(3);
    assertThat(folder.orElseThrow().resolve(System.mapLibraryName("onnxruntime"))).isNotEmptyFile();
    assertThat(System.getProperty("onnxruntime.native.path")).isNull();
  }
}
