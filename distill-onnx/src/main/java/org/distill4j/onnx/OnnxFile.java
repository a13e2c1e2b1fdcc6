package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.distill4j.core.file.AtomicFiles;
import org.distill4j.core.weights.Fingerprints;

/** ONNX files on disk. */
final class OnnxFile {
  private OnnxFile() {}

  static void write(Path path, ModelProto model) {
    try {
      AtomicFiles.write(path, ByteBuffer.wrap(model.toByteArray()));
    } catch (IOException error) {
      throw new UncheckedIOException(
          "The model could not be written to "
              + path
              + ": "
              + error
              + ".\nMaybe the disk is full or the folder is read-only.",
          error);
    }
  }

  /** Refuses a missing model, or one that reads files outside of its folder. */
  static void requireOwnFiles(Path path) {
    if (Files.notExists(path)) {
      throw absent(path);
    } else if (!Files.isRegularFile(path)) {
      throw notOnnx(path.toString(), "it is no file");
    }
    ExternalFiles.find(bytes(path)).forEach(name -> ExternalFiles.inside(path, name));
  }

  private static IllegalArgumentException absent(Path path) {
    return new IllegalArgumentException(
        "There is no file " + path + ", expected an ONNX model.\nMaybe the path is misspelt.");
  }

  /** The SHA-256 of the file, and of the files beside it in which it keeps weights. */
  static String fingerprint(Path path) {
    byte[] bytes = bytes(path);
    StringBuilder all = new StringBuilder(Fingerprints.compute(ByteBuffer.wrap(bytes)));
    ExternalFiles.find(bytes)
        .forEach(name -> all.append('\n').append(name).append(' ').append(sha256(path, name)));
    return all.indexOf("\n") < 0 ? all.toString() : Fingerprints.compute(all.toString());
  }

  private static String sha256(Path model, String name) {
    Path file = ExternalFiles.inside(model, name);
    try {
      return Fingerprints.compute(file);
    } catch (IOException error) {
      throw unreadable(file, model, error);
    }
  }

  static UncheckedIOException unreadable(Path file, Path model, IOException error) {
    return new UncheckedIOException(
        file
            + ", in which "
            + model
            + " keeps weights, could not be read: "
            + error
            + ".\nMaybe it was not copied along.",
        error);
  }

  private static byte[] bytes(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (NoSuchFileException missing) {
      IllegalArgumentException error = absent(path);
      error.initCause(missing);
      throw error;
    } catch (IOException error) {
      throw new UncheckedIOException(
          path + " could not be read: " + error + ".\nMaybe it is a folder, or not yours to read.",
          error);
    }
  }

  static ModelProto read(Path path) {
    try {
      ModelProto model = ModelProto.parseFrom(bytes(path));
      if (model.getGraph().getNodeCount() == 0) {
        throw notOnnx(path.toString(), "it has no graph");
      }
      return model;
    } catch (InvalidProtocolBufferException damaged) {
      IllegalArgumentException error =
          notOnnx(path.toString(), String.valueOf(damaged.getMessage()));
      error.initCause(damaged);
      throw error;
    }
  }

  static IllegalArgumentException notOnnx(String name, String reason) {
    return new IllegalArgumentException(
        name
            + " is not a valid ONNX model ("
            + reason
            + "), expected one that ONNX Runtime can load.\n"
            + "Maybe it was cut short, is of another format, or needs a newer ONNX Runtime.");
  }
}
