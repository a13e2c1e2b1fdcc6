package org.distill4j.cli.embed;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.distill4j.core.weights.StudentFile;
import org.distill4j.data.Dataset;
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
  EmbedStudent {
    epochs = List.copyOf(epochs);
  }

  /** The student's file with its tokenizer in it. */
  StudentFile file(Dataset texts) {
    return StudentFile.of(model, weights).describedBy(texts);
  }
}
