package org.distill4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.distill4j.cli.run.Samples;
import org.distill4j.core.file.FolderLock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A run in a folder that another run has been in")
class EarlierRunsTest {
  @TempDir private Path folder = Path.of("");

  private Invocation train(String yaml, String... more) throws IOException {
    return run("train", yaml, more);
  }

  private Invocation run(String command, String yaml, String... more) throws IOException {
    String[] args =
        Stream.concat(Stream.of(command, "-c", Invocation.config(folder, yaml)), Stream.of(more))
            .toArray(String[]::new);
    return Invocation.of(args);
  }

  /** All files with their contents and times, but the lock. */
  private Map<String, String> snapshot() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder.resolve("out"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith(FolderLock.NAME)) {
          FileTime time = Files.getLastModifiedTime(file);
          files.put(
              file.toString(), time + " " + java.util.Arrays.hashCode(Files.readAllBytes(file)));
        }
      }
    }
    return files;
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"train", "cache", "check"})
  @DisplayName("that is still at work is refused with both of them named")
  void atOnce(String command) throws IOException {
    Path out = folder.resolve("out");
    FolderLock other = FolderLock.acquire(out, "wait");
    try {
      Invocation refused =
          switch (command) {
            case "cache" ->
                run(
                    "cache",
                    Samples.PLAIN.replace(
                        "  training: {epochs", "  cache: {}\n  training: {epochs"));
            case "check" -> train(Samples.PLAIN, "--check");
            default -> train(Samples.PLAIN);
          };

      assertThat(refused.status()).as(refused.err()).isEqualTo(2);
      assertThat(refused.err())
          .contains(
              "The folder " + out + " is in use by",
              String.valueOf(ProcessHandle.current().pid()),
              "\nMaybe wait until that has ended, or choose another folder by --output.");
    } finally {
      other.close();
    }
    assertThat(train(Samples.PLAIN, "--quiet").status()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch-size: 8, optimizer", "batch-size: 10\n  optimizer"})
  @DisplayName("that it does not resume as it was changes nothing when it is refused")
  void refusedResume(String changed) throws IOException {
    assertThat(train(Samples.PLAIN, "--quiet").status()).isZero();
    Map<String, String> before = snapshot();
    String other = Samples.PLAIN.replace(changed, changed.replaceFirst("8|10", "9"));
    assertThat(other).isNotEqualTo(Samples.PLAIN);

    Invocation refused = train(other, "--resume");

    assertThat(refused.status()).as(refused.err()).isEqualTo(2);
    assertThat(refused.err()).contains("is of another training: its batch size is", "\nMaybe ");
    assertThat(snapshot()).isEqualTo(before);
    Invocation checked = train(other, "--resume", "--check");
    assertThat(checked.status()).isEqualTo(2);
  }

  @Test
  @DisplayName("of a newer version is refused, and nothing is renamed")
  void newer() throws IOException {
    assertThat(train(Samples.PLAIN, "--quiet").status()).isZero();
    try (Stream<Path> all = Files.list(folder.resolve("out/checkpoints/student"))) {
      for (Path file : all.filter(path -> path.toString().endsWith(".json")).toList()) {
        String text = Files.readString(file);
        Files.writeString(file, text.replace("distill4j-checkpoint-1", "distill4j-checkpoint-2"));
      }
    }
    Map<String, String> before = snapshot();

    Invocation refused = train(Samples.PLAIN, "--resume");

    assertThat(refused.status()).as(refused.out()).isEqualTo(2);
    assertThat(refused.err()).contains("which a newer version of distill4j wrote", "\nMaybe ");
    assertThat(snapshot()).isEqualTo(before);
  }
}
