package org.distill4j.cli.embed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.distill4j.core.weights.StudentFile;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.train.EpochReport;

/**
 * A trained student of embeddings.
 *
 * @param model the network that is served
 * @param weights its weights
 * @param epochs the epochs of its training
 * @param writeFolder writes it as a folder that other libraries read
 */
record EmbedStudent(
    Model model, Weights weights, List<EpochReport> epochs, Consumer<Path> writeFolder) {
  private static final List<String> TOKENIZER =
      List.of("tokenizer.json", "vocab.txt", "tokenizer_config.json");

  EmbedStudent {
    epochs = List.copyOf(epochs);
  }

  /** The student's file with its tokenizer in it. */
  StudentFile file(Path tokenizer) {
    StudentFile file = StudentFile.of(model, weights);
    try {
      if (!Files.isDirectory(tokenizer)) {
        String name = tokenizer.toString().endsWith(".json") ? TOKENIZER.get(0) : TOKENIZER.get(1);
        return file.withFile(name, Files.readAllBytes(tokenizer));
      }
      for (String name : TOKENIZER) {
        Path from = tokenizer.resolve(name);
        file = Files.exists(from) ? file.withFile(name, Files.readAllBytes(from)) : file;
      }
      return file;
    } catch (IOException error) {
      throw new UncheckedIOException(
          "The tokenizer " + tokenizer + " could not be read: " + error + ".\nMaybe it is gone.",
          error);
    }
  }
}
