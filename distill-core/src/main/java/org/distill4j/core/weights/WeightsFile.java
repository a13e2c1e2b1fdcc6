package org.distill4j.core.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.distill4j.core.file.AtomicFiles;
import org.distill4j.core.file.StagedFile;
import org.distill4j.model.Weights;

/**
 * Weights on disk: a safetensors file, which other frameworks read too, and beside it a manifest in
 * JSON ({@code student.safetensors} and {@code student.safetensors.json}) that holds the file's
 * SHA-256 and the writer's notes. Both are published as one: a program that is killed while it
 * writes leaves the old weights with the old notes, or the new ones with the new.
 */
public final class WeightsFile {
  private WeightsFile() {}

  /**
   * Writes weights without notes.
   *
   * @param path the safetensors file
   * @param weights the weights
   * @throws IllegalArgumentException if they need more than 2 GiB
   * @throws UncheckedIOException if it cannot be written; the weights that were there before are
   *     still there then
   */
  public static void write(Path path, Weights weights) {
    write(path, weights, Map.of());
  }

  /**
   * Writes weights.
   *
   * @param path the safetensors file
   * @param weights the weights
   * @param notes what to keep in the manifest
   * @throws IllegalArgumentException if they need more than 2 GiB
   * @throws UncheckedIOException if it cannot be written; the weights that were there before are
   *     still there then
   */
  public static void write(Path path, Weights weights, Map<String, String> notes) {
    ByteBuffer file = SafeTensors.encode(weights);
    Manifest manifest = new Manifest(Fingerprints.compute(file), notes);
    try (StagedFile values = StagedFile.write(path, file)) {
      Optional<Manifest> before = Files.exists(path) ? before(path) : Optional.empty();
      // Until the weights are replaced, the manifest describes the old ones and the new ones.
      Manifest both = manifest.replacing(before);
      AtomicFiles.write(manifest(path), both.encode(path, file.remaining(), weights.size()));
      publish(values, path, before);
      if (before.isPresent()) {
        AtomicFiles.write(manifest(path), manifest.encode(path, file.remaining(), weights.size()));
      }
    } catch (IOException error) {
      throw new UncheckedIOException(
          "The weights could not be written to "
              + path
              + ": "
              + error
              + ".\nMaybe the disk is full or the folder is read-only.",
          error);
    }
  }

  private static void publish(StagedFile values, Path path, Optional<Manifest> before)
      throws IOException {
    try {
      values.publish();
    } catch (IOException error) {
      if (before.isEmpty()) {
        AtomicFiles.delete(manifest(path));
      }
      throw error;
    }
  }

  /**
   * Reads weights. Where there is a manifest, the file must be the one that it describes. Values
   * become float32: F16, BF16, whole numbers and booleans exactly, F64 by rounding. Arrays that are
   * empty, or that hold a value that float32 cannot, are left out, and a warning is logged.
   *
   * @param path the safetensors file
   * @return the weights
   * @throws IllegalArgumentException if there is no such file, or it is not a valid one
   * @throws UncheckedIOException if it cannot be read
   */
  public static Weights read(Path path) {
    try {
      Optional<Manifest> manifest = described(path);
      while (true) {
        ByteBuffer file = load(path);
        if (manifest.isEmpty()
            || manifest.get().describing(Fingerprints.compute(file)).isPresent()) {
          return SafeTensors.decode(path.toString(), file);
        }
        Optional<Manifest> now = described(path);
        if (now.equals(manifest)) {
          throw undescribed(path, file, manifest.get());
        }
        // Another program replaced the weights in between.
        manifest = now;
      }
    } catch (IOException error) {
      throw unreadable(path, error);
    }
  }

  /**
   * Returns weights as the bytes of a safetensors file.
   *
   * @param weights the weights
   * @return the bytes, from the buffer's position to its limit
   * @throws IllegalArgumentException if they need more than 2 GiB
   */
  public static ByteBuffer encode(Weights weights) {
    return SafeTensors.encode(weights);
  }

  /**
   * Reads weights from the bytes of a safetensors file, as {@link #read} does.
   *
   * @param source where the bytes are from, for messages
   * @param file the bytes, from the buffer's position to its limit
   * @return the weights
   * @throws IllegalArgumentException if they are not a valid file
   */
  public static Weights decode(String source, ByteBuffer file) {
    return SafeTensors.decode(source, file);
  }

  /**
   * Reads the writer's notes.
   *
   * @param path the safetensors file
   * @return the notes, in the order in which they were written; empty where there is no manifest
   * @throws IllegalArgumentException if the manifest is not a valid one
   * @throws UncheckedIOException if it cannot be read
   */
  public static Map<String, String> notes(Path path) {
    try {
      Optional<Manifest> current = described(path);
      Optional<Manifest> found = Optional.empty();
      if (current.flatMap(Manifest::replaced).isPresent() && Files.exists(path)) {
        found = current.get().describing(Fingerprints.compute(load(path)));
      }
      return found.or(() -> current).map(Manifest::notes).orElse(Map.of());
    } catch (IOException error) {
      throw unreadable(manifest(path), error);
    }
  }

  /**
   * Returns the manifest of a safetensors file.
   *
   * @param path the safetensors file
   * @return the same path with ".json" after it
   */
  public static Path manifest(Path path) {
    return path.resolveSibling(path.getFileName() + ".json");
  }

  private static ByteBuffer load(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw SafeTensors.corrupt(
            path.toString(), "it has " + channel.size() + " bytes, expected at most 2 GiB");
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    } catch (NoSuchFileException absent) {
      throw new IllegalArgumentException(
          "There is no file " + path + ", expected weights.\nMaybe the path is misspelt.", absent);
    }
  }

  private static Optional<Manifest> described(Path path) throws IOException {
    return Files.exists(manifest(path))
        ? Optional.of(Manifest.read(manifest(path)))
        : Optional.empty();
  }

  /** What describes the weights that are to be replaced, if they can be read at all. */
  private static Optional<Manifest> before(Path path) {
    try {
      String found = Fingerprints.compute(path);
      Optional<Manifest> manifest = described(path);
      return manifest.isEmpty()
          ? Optional.of(new Manifest(found, Map.of()))
          : manifest.get().describing(found);
    } catch (IOException | IllegalArgumentException damaged) {
      return Optional.empty();
    }
  }

  private static IllegalArgumentException undescribed(
      Path path, ByteBuffer file, Manifest manifest) {
    return new IllegalArgumentException(
        path
            + " has the SHA-256 "
            + Fingerprints.compute(file)
            + ", expected "
            + manifest.sha256()
            + " as in its manifest.\nMaybe the file was damaged or replaced; delete the manifest"
            + " to read it nevertheless.");
  }

  private static UncheckedIOException unreadable(Path path, IOException error) {
    return new UncheckedIOException(
        path + " could not be read: " + error + ".\nMaybe it is a folder, or not yours to read.",
        error);
  }
}
