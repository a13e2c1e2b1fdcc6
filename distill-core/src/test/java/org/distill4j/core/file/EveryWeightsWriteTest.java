package org.distill4j.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights are written, and the program ends before each step of that write in turn. */
@DisplayName("A program that is killed while it writes weights")
class EveryWeightsWriteTest {
  private static final Weights OLD = weights(1);
  private static final Weights NEW = weights(2);
  private static final Map<String, String> OLD_NOTES = Map.of("epoch", "1");
  private static final Map<String, String> NEW_NOTES = Map.of("epoch", "2");

  @TempDir private Path folders = Path.of("");

  private static Weights weights(float value) {
    return Weights.of(Map.of("w", HostTensor.ofFloats(Shape.of(2), value, -value)));
  }

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private interface Before {
    void in(Path file) throws IOException;
  }

  @AfterEach
  void unwatch() {
    AtomicFiles.unwatch();
  }

  private List<Path> killedEverywhere(Before before) throws IOException {
    Path whole = Files.createDirectory(folders.resolve("whole")).resolve("w.safetensors");
    before.in(whole);
    int[] steps = {0};
    AtomicFiles.watch((step, file) -> steps[0]++);
    WeightsFile.write(whole, NEW, NEW_NOTES);
    AtomicFiles.unwatch();
    List<Path> files = new ArrayList<>();
    for (int kill = 0; kill < steps[0]; kill++) {
      Path file = Files.createDirectory(folders.resolve("killed-" + kill)).resolve("w.safetensors");
      before.in(file);
      kill(file, kill);
      files.add(file);
    }
    assertThat(files).hasSizeGreaterThan(8);
    return files;
  }

  private static void kill(Path file, int at) {
    int[] taken = {0};
    AtomicFiles.watch(
        (step, path) -> {
          if (taken[0]++ >= at) {
            throw new Killed();
          }
        });
    try {
      WeightsFile.write(file, NEW, NEW_NOTES);
      throw new AssertionError("The write was not killed at step " + at);
    } catch (Killed killed) {
      AtomicFiles.unwatch();
    }
  }

  private static void requirePair(Path file, Weights old, Map<String, String> oldNotes) {
    Weights found = WeightsFile.read(file);
    assertThat(found).as(file.toString()).isIn(old, NEW);
    assertThat(WeightsFile.notes(file))
        .as(file.toString())
        .isEqualTo(found.equals(NEW) ? NEW_NOTES : oldNotes);
  }

  @Test
  @DisplayName("leaves the old weights with the old notes, or the new ones with the new")
  void overOld() throws IOException {
    Before before = file -> WeightsFile.write(file, OLD, OLD_NOTES);
    for (Path file : killedEverywhere(before)) {
      requirePair(file, OLD, OLD_NOTES);
    }
  }

  @Test
  @DisplayName("leaves old weights that had no manifest, or the new ones with their notes")
  void overForeign() throws IOException {
    Before before =
        file -> {
          WeightsFile.write(file, OLD, OLD_NOTES);
          Files.delete(WeightsFile.manifest(file));
        };
    for (Path file : killedEverywhere(before)) {
      requirePair(file, OLD, Map.of());
    }
  }

  @Test
  @DisplayName("leaves nothing, or the new weights with their notes")
  void overNothing() throws IOException {
    for (Path file : killedEverywhere(file -> {})) {
      if (Files.exists(file)) {
        requirePair(file, NEW, NEW_NOTES);
      }
    }
  }

  @Test
  @DisplayName("again and again still leaves a pair, and the next write cleans up")
  void twice() throws IOException {
    for (Path file : killedEverywhere(path -> WeightsFile.write(path, OLD, OLD_NOTES))) {
      Weights other = weights(3);
      kill(file, 6);
      requirePair(file, OLD, OLD_NOTES);
      WeightsFile.write(file, other, Map.of("epoch", "3"));

      assertThat(WeightsFile.read(file)).isEqualTo(other);
      assertThat(WeightsFile.notes(file)).isEqualTo(Map.of("epoch", "3"));
      assertThat(WeightsFile.manifest(file)).content().doesNotContain("replaced");
      try (Stream<Path> files = Files.list(file.resolveSibling("."))) {
        assertThat(files).hasSize(2);
      }
    }
  }
}
