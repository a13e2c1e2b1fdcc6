package org.distill4j.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.model.Weights;

/** A stage's weights beside its metadata: a safetensors file with its manifest. */
final class StageWeights {
  private static final String NAME = "weights.safetensors";

  private StageWeights() {}

  static void write(String folder, Configuration hadoop, Weights weights) {
    in(
        local -> {
          WeightsFile.write(local, weights, Map.of());
          for (java.nio.file.Path file : List.of(local, WeightsFile.manifest(local))) {
            Path target = new Path(folder, String.valueOf(file.getFileName()));
            target.getFileSystem(hadoop).copyFromLocalFile(path(file), target);
          }
          return weights;
        });
  }

  static Weights read(String folder, Configuration hadoop) {
    return in(
        local -> {
          for (java.nio.file.Path file : List.of(local, WeightsFile.manifest(local))) {
            Path source = new Path(folder, String.valueOf(file.getFileName()));
            FileSystem system = source.getFileSystem(hadoop);
            system.copyToLocalFile(false, source, path(file), true);
          }
          return WeightsFile.read(local);
        });
  }

  private static Path path(java.nio.file.Path file) {
    return new Path(file.toUri());
  }

  private interface Work {
    Weights with(java.nio.file.Path local) throws IOException;
  }

  private static Weights in(Work work) {
    try {
      java.nio.file.Path folder = Files.createTempDirectory("distill4j-stage");
      try {
        return work.with(folder.resolve(NAME));
      } finally {
        delete(folder);
      }
    } catch (IOException error) {
      throw new UncheckedIOException(
          "The weights of a stage could not be written or read: "
              + error
              + ".\nMaybe the path is misspelt, or not yours.",
          error);
    }
  }

  private static void delete(java.nio.file.Path folder) throws IOException {
    try (Stream<java.nio.file.Path> all = Files.walk(folder)) {
      for (java.nio.file.Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
