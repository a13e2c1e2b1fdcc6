package org.distill4j.core.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.fuzz.FuzzFolder;
import org.distill4j.fuzz.FuzzTarget;

/** The two files of a checkpoint as targets of fuzzing, each beside a valid other one. */
public final class CheckpointTargets {
  private static final FuzzFolder VALID = new FuzzFolder();

  private CheckpointTargets() {}

  /** {@return the targets by name} */
  public static Map<String, FuzzTarget> targets() {
    Path valid = VALID.file("c.safetensors");
    CheckpointFuzzTest.write(valid);
    byte[] arrays = VALID.bytes(valid);
    byte[] manifest = VALID.bytes(WeightsFile.manifest(valid));
    VALID.close();
    return Map.of(
        "checkpoint",
        new FuzzTarget(
            "c.safetensors",
            CheckpointFuzzTest.FACTOR,
            file -> read(file, WeightsFile.manifest(file), manifest),
            List.of(arrays)),
        "checkpoint-manifest",
        new FuzzTarget(
            "c.safetensors.json",
            CheckpointFuzzTest.FACTOR,
            file -> readManifest(file, arrays),
            List.of(manifest)));
  }

  private static void read(Path file, Path other, byte[] content) {
    write(other, content);
    CheckpointFile.read(file);
  }

  /** With its checksum put right, so that what lies behind it is met too. */
  private static void readManifest(Path manifest, byte[] arrays) {
    Path file = manifest.resolveSibling("c.safetensors");
    try {
      write(manifest, CheckpointFuzzTest.summed(Files.readAllBytes(manifest)));
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
    write(file, arrays);
    CheckpointFile.read(file);
  }

  private static void write(Path file, byte[] content) {
    try {
      Files.write(file, content);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
