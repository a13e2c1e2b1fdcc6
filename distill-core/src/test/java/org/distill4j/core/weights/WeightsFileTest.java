package org.distill4j.core.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A file of weights")
class WeightsFileTest {
  private static final Weights WEIGHTS =
      Weights.of(Map.of("w", HostTensor.ofFloats(Shape.of(2), 1, -2)));
  private static final Weights OTHERS =
      Weights.of(Map.of("w", HostTensor.ofFloats(Shape.of(2), 3, 4)));

  private final Path folder;
  private final Path path;

  WeightsFileTest(@TempDir Path folder) {
    this.folder = folder;
    this.path = folder.resolve("student.safetensors");
  }

  @Nested
  @DisplayName("written")
  class Writing {
    @Test
    @DisplayName("is read to the same weights")
    void roundTrip() {
      WeightsFile.write(path, WEIGHTS);

      assertThat(WeightsFile.read(path)).isEqualTo(WEIGHTS);
    }

    @Test
    @DisplayName("has a manifest beside it, and nothing else is left in the folder")
    void manifest() throws IOException {
      WeightsFile.write(path, WEIGHTS, Map.of("epoch", "3"));

      assertThat(WeightsFile.manifest(path)).isEqualTo(Path.of(path + ".json"));
      assertThat(WeightsFile.manifest(path))
          .hasContent(
              """
              {
                "format" : "distill4j-weights-1",
                "file" : "student.safetensors",
                "bytes" : 104,
                "sha256" : "%s",
                "values" : 2,
                "notes" : {
                  "epoch" : "3"
                }
              }
              """
                  .formatted(Fingerprints.compute(SafeTensors.encode(WEIGHTS))));
      assertThat(files()).containsExactly("student.safetensors", "student.safetensors.json");
    }

    @Test
    @DisplayName("gives back what was noted, in order")
    void notes() {
      Map<String, String> notes = new LinkedHashMap<>();
      notes.put("teacher", "mlp 784-1200-10");
      notes.put("accuracy", "0.97");

      WeightsFile.write(path, WEIGHTS, notes);

      assertThat(WeightsFile.notes(path))
          .containsExactly(Map.entry("teacher", "mlp 784-1200-10"), Map.entry("accuracy", "0.97"));
    }

    @Test
    @DisplayName("again replaces weights and manifest")
    void overwrite() throws IOException {
      WeightsFile.write(path, WEIGHTS, Map.of("epoch", "1"));
      WeightsFile.write(path, OTHERS, Map.of("epoch", "2"));

      assertThat(WeightsFile.read(path)).isEqualTo(OTHERS);
      assertThat(WeightsFile.notes(path)).containsExactly(Map.entry("epoch", "2"));
      assertThat(files()).hasSize(2);
    }

    @Test
    @DisplayName("makes the folders above it")
    void folders() {
      Path deep = folder.resolve("runs/7/student.safetensors");

      WeightsFile.write(deep, WEIGHTS);

      assertThat(WeightsFile.read(deep)).isEqualTo(WEIGHTS);
    }

    @Test
    @DisplayName("may be read by whoever may read the folder's other files")
    void permissions() throws IOException {
      Assumptions.assumeTrue(
          FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
      Path ordinary = Files.writeString(folder.resolve("ordinary"), "");

      WeightsFile.write(path, WEIGHTS);

      assertThat(Files.getPosixFilePermissions(path))
          .isEqualTo(Files.getPosixFilePermissions(ordinary));
    }

    @Test
    @DisplayName("is refused where the path names no file")
    void root() {
      Path root = path.getRoot();

      assertThatIllegalArgumentException()
          .isThrownBy(() -> WeightsFile.write(root, WEIGHTS))
          .withMessage(
              "The path " + root + " is a root, expected a file.\nMaybe a file name is missing.");
    }
  }

  @Nested
  @DisplayName("that cannot be written")
  class NotWritten {
    @Test
    @DisplayName("leaves the old weights and their manifest readable in a read-only folder")
    void readOnlyFolder() throws IOException {
      WeightsFile.write(path, WEIGHTS, Map.of("epoch", "1"));
      Assumptions.assumeTrue(folder.toFile().setWritable(false));
      try {
        Assumptions.assumeFalse(Files.isWritable(folder), "run by a user who may write anywhere");
        assertThatExceptionOfType(UncheckedIOException.class)
            .isThrownBy(() -> WeightsFile.write(path, OTHERS))
            .withMessageStartingWith("The weights could not be written to " + path + ": ")
            .withMessageEndingWith(".\nMaybe the disk is full or the folder is read-only.");
        assertThat(WeightsFile.read(path)).isEqualTo(WEIGHTS);
        assertThat(WeightsFile.notes(path)).containsEntry("epoch", "1");
      } finally {
        assertThat(folder.toFile().setWritable(true)).isTrue();
      }
    }

    @Test
    @DisplayName("leaves the old weights when the manifest cannot be replaced")
    void folderAsManifest() throws IOException {
      WeightsFile.write(path, WEIGHTS);
      byte[] before = Files.readAllBytes(path);
      Files.delete(WeightsFile.manifest(path));
      Files.createDirectories(WeightsFile.manifest(path).resolve("inner"));

      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> WeightsFile.write(path, OTHERS))
          .withMessageStartingWith("The weights could not be written to " + path + ": ");
      assertThat(Files.readAllBytes(path)).isEqualTo(before);
      assertThat(files()).hasSize(2);
    }

    @Test
    @DisplayName("leaves nothing behind when a folder has its name")
    void folderOfThatName() throws IOException {
      Files.createDirectories(path.resolve("inner"));

      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> WeightsFile.write(path, WEIGHTS))
          .withMessageStartingWith("The weights could not be written to " + path + ": ")
          .withCauseInstanceOf(IOException.class);
      assertThat(files()).containsExactly("student.safetensors");
    }

    @Test
    @DisplayName("says so when a file stands where its folder should")
    void fileAsFolder() throws IOException {
      Files.writeString(path, "in the way");
      Path below = path.resolve("student.safetensors");

      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> WeightsFile.write(below, WEIGHTS))
          .withMessageStartingWith("The weights could not be written to " + below + ": ");
    }
  }

  @Nested
  @DisplayName("read")
  class Reading {
    @Test
    @DisplayName("needs no manifest")
    void withoutManifest() throws IOException {
      WeightsFile.write(path, WEIGHTS, Map.of("epoch", "1"));
      Files.delete(WeightsFile.manifest(path));

      assertThat(WeightsFile.read(path)).isEqualTo(WEIGHTS);
      assertThat(WeightsFile.notes(path)).isEmpty();
    }

    @Test
    @DisplayName("must be the file that its manifest describes")
    void replaced() throws IOException {
      WeightsFile.write(path, OTHERS);
      String wanted = Fingerprints.compute(SafeTensors.encode(OTHERS));
      Path elsewhere = folder.resolve("elsewhere.safetensors");
      WeightsFile.write(elsewhere, WEIGHTS);
      Files.write(path, Files.readAllBytes(elsewhere));

      assertThatIllegalArgumentException()
          .isThrownBy(() -> WeightsFile.read(path))
          .withMessage(
              path
                  + " has the SHA-256 "
                  + Fingerprints.compute(SafeTensors.encode(WEIGHTS))
                  + ", expected "
                  + wanted
                  + " as in its manifest.\nMaybe the file was damaged or replaced; delete the"
                  + " manifest to read it nevertheless.");
    }

    @Test
    @DisplayName("is not found when it is not there")
    void missing() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> WeightsFile.read(path))
          .withMessage(
              "There is no file " + path + ", expected weights.\nMaybe the path is misspelt.");
    }

    @Test
    @DisplayName("is refused when it is cut short")
    void cut() throws IOException {
      Files.write(path, new byte[] {1, 0, 0, 0});

      assertThatIllegalArgumentException()
          .isThrownBy(() -> WeightsFile.read(path))
          .withMessage(
              path
                  + " is not a valid safetensors file: it has 4 bytes, expected"
                  + " at least 8.\nMaybe the file was cut short or belongs to another program.");
    }

    @Test
    @DisplayName("is refused when it is a folder")
    void aFolder() {
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> WeightsFile.read(folder))
          .withMessageStartingWith(folder + " could not be read: ")
          .withMessageEndingWith(".\nMaybe it is a folder, or not yours to read.");
    }

    @ParameterizedTest(name = "as \"{0}\"")
    @ValueSource(
        strings = {
          "",
          "{",
          "null",
          "[]",
          "{}",
          "{\"format\":\"distill4j-weights-0\",\"sha256\":\"00\"}",
          "{\"format\":\"distill4j-weights-1\"}"
        })
    @DisplayName("is refused when its manifest is none, for weights and notes alike")
    void invalidManifest(String text) throws IOException {
      WeightsFile.write(path, WEIGHTS);
      Files.writeString(WeightsFile.manifest(path), text);

      assertThatIllegalArgumentException()
          .isThrownBy(() -> WeightsFile.read(path))
          .withMessageStartingWith(
              path + ".json is not a manifest of the format distill4j-weights-1: ")
          .withMessageEndingWith(
              ".\nMaybe the file was cut short; delete it to read the weights nevertheless.");
      assertThatIllegalArgumentException().isThrownBy(() -> WeightsFile.notes(path));
    }

    @Test
    @DisplayName("is refused when its manifest is of a newer version, without advice to delete it")
    void newer() throws IOException {
      WeightsFile.write(path, WEIGHTS);
      Files.writeString(
          WeightsFile.manifest(path), "{\"format\":\"distill4j-weights-2\",\"sha256\":\"00\"}");

      assertThatIllegalArgumentException()
          .isThrownBy(() -> WeightsFile.read(path))
          .withMessage(
              path
                  + ".json is of the format distill4j-weights-2, which a newer version of"
                  + " distill4j wrote, expected at most distill4j-weights-1.\n"
                  + "Maybe use that version, or choose another folder or file.");
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
