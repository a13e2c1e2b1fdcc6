package org.distill4j.core.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.distill4j.core.file.AtomicFiles;
import org.distill4j.core.file.StagedFile;
import org.distill4j.model.Weights;

/**
 * Weights on disk: a safetensors file, which other frameworks read too, and beside it a manifest in
 * JSON ({@code student.safetensors} and {@code student.safetensors.json}) that holds the file's
 * SHA-256 and whatever the writer wants to keep with it. Both are written to temporary files first
 * and then renamed, so a program that is killed in between leaves the old weights or the new ones.
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
    try (StagedFile values = StagedFile.write(path, file);
        StagedFile description =
            StagedFile.write(
                manifest(path), manifest.encode(path, file.remaining(), weights.size()))) {
      // First, as the old manifest beside the new weights would forbid to read them.
      AtomicFiles.delete(manifest(path));
      values.publish();
      description.publish();
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
      ByteBuffer file = load(path);
      if (Files.exists(manifest(path))) {
        requireDescribed(path, file);
      }
      return SafeTensors.decode(path.toString(), file);
    } catch (IOException error) {
      throw unreadable(path, error);
    }
  }

  /**
   * Weights as the bytes of a safetensors file.
   *
   * @param weights the weights
   * @return the bytes, from the buffer's position to its limit
   * @throws IllegalArgumentException if they need more than 2 GiB
   */
  public static ByteBuffer encode(Weights weights) {
    return SafeTensors.encode(weights);
  }

  /**
   * Weights from the bytes of a safetensors file, as {@link #read} reads them.
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
   * Reads what the writer wanted to keep with the weights.
   *
   * @param path the safetensors file
   * @return the notes, in the order in which they were written; empty where there is no manifest
   * @throws IllegalArgumentException if the manifest is not a sound one
   * @throws UncheckedIOException if it cannot be read
   */
  public static Map<String, String> notes(Path path) {
    try {
      return Files.exists(manifest(path)) ? Manifest.read(manifest(path)).notes() : Map.of();
    } catch (IOException error) {
      throw unreadable(manifest(path), error);
    }
  }

  /**
   * The manifest that belongs to a safetensors file.
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

  private static void requireDescribed(Path path, ByteBuffer file) throws IOException {
    String wanted = Manifest.read(manifest(path)).sha256();
    String found = Fingerprints.compute(file);
    if (!wanted.equals(found)) {
      throw new IllegalArgumentException(
          path
              + " has the SHA-256 "
              + found
              + ", expected "
              + wanted
              + " as in its manifest.\nMaybe the file was damaged or replaced; delete the manifest"
              + " to read it nevertheless.");
    }
  }

  private static UncheckedIOException unreadable(Path path, IOException error) {
    return new UncheckedIOException(
        path + " could not be read: " + error + ".\nMaybe it is a folder, or not yours to read.",
        error);
  }
}
