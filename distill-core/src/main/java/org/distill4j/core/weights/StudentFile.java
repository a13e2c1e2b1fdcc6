package org.distill4j.core.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.core.data.NamedData;
import org.distill4j.core.file.StagedFile;
import org.distill4j.data.DataView;
import org.distill4j.data.Dataset;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.program.FreeRecording;
import org.distill4j.student.Answer;
import org.distill4j.student.InputEncoding;
import org.distill4j.student.StoredArray;
import org.distill4j.student.StoredType;
import org.distill4j.student.StudentContent;
import org.distill4j.student.WordPieceEncoding;
import org.distill4j.tensor.Tensor;

/**
 * A trained student to be written as one file, {@code student.d4j}, that {@code distill-runtime}
 * predicts with: the operations of its own {@code forward} in evaluation mode for every batch size
 * and every length, its weights, the names of its classes, and how inputs are made. The file needs
 * neither the model's class nor a configuration.
 *
 * <p>With {@link WeightStorage#FLOAT32} it predicts on backend-java what the model predicts there,
 * bit for bit.
 */
public final class StudentFile {
  private final Model model;
  private final Weights weights;
  private final WeightStorage storage;
  private final Optional<Answer> answer;
  private final List<String> classes;
  private final Optional<InputEncoding> encoding;
  private final Map<String, byte[]> files;
  private final Map<String, String> notes;

  private StudentFile(
      Model model,
      Weights weights,
      WeightStorage storage,
      Optional<Answer> answer,
      List<String> classes,
      Optional<InputEncoding> encoding,
      Map<String, byte[]> files,
      Map<String, String> notes) {
    this.model = model;
    this.weights = weights;
    this.storage = storage;
    this.answer = answer;
    this.classes = List.copyOf(classes);
    this.encoding = encoding;
    this.files = files;
    this.notes = notes;
  }

  /**
   * A student to be written, in float32.
   *
   * @param model the model
   * @param weights all its parameters and states
   * @return the file, not written yet; its outputs are numbers
   */
  public static StudentFile of(Model model, Weights weights) {
    return new StudentFile(
        model,
        weights,
        WeightStorage.FLOAT32,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Map.of(),
        Map.of());
  }

  /**
   * This file with weights stored in another way.
   *
   * @param other how
   * @return the changed file
   */
  public StudentFile withStorage(WeightStorage other) {
    return new StudentFile(model, weights, other, answer, classes, encoding, files, notes);
  }

  /**
   * This file with another meaning of its outputs. Without this, outputs with names of classes are
   * {@link Answer#ONE_OF_MANY}, or {@link Answer#ONE_OF_TWO} if there is one logit for two names.
   *
   * @param other what they mean
   * @return the changed file
   */
  public StudentFile withAnswer(Answer other) {
    return new StudentFile(
        model, weights, storage, Optional.of(other), classes, encoding, files, notes);
  }

  /**
   * This file with the names of its classes or labels.
   *
   * @param names the names, in the order of their numbers
   * @return the changed file
   */
  public StudentFile withClasses(List<String> names) {
    return new StudentFile(model, weights, storage, answer, names, encoding, files, notes);
  }

  /**
   * This file with the way in which a service makes inputs.
   *
   * @param other {@code TableEncoding.inputEncoding()} or {@code Normalization.inputEncoding()}
   * @return the changed file
   */
  public StudentFile withEncoding(InputEncoding other) {
    return new StudentFile(
        model, weights, storage, answer, classes, Optional.of(other), files, notes);
  }

  /**
   * This file with the names of the classes, the way in which inputs are made, and the files that
   * this needs, of the training data, where these know them. The tokenizer of texts is found
   * through views, such as a subset.
   *
   * @param training the data
   * @return the changed file
   */
  public StudentFile describedBy(Dataset training) {
    if (!(training instanceof NamedData named)) {
      return tokenizer(training).map(this::withEncoding).orElse(this);
    }
    StudentFile file = named.classNames().isEmpty() ? this : withClasses(named.classNames());
    for (Map.Entry<String, byte[]> each : named.files().entrySet()) {
      file = file.withFile(each.getKey(), each.getValue());
    }
    return named.inputEncoding().map(file::withEncoding).orElse(file);
  }

  /** The tokenizer of texts that a data set is a view of. */
  private static Optional<InputEncoding> tokenizer(Dataset data) {
    if (data instanceof DataView view && view.sources().size() == 1) {
      return tokenizer(view.sources().get(0));
    }
    return data instanceof NamedData named
        ? named.inputEncoding().filter(WordPieceEncoding.class::isInstance)
        : Optional.empty();
  }

  /**
   * This file with something else that belongs to the student, such as a tokenizer's vocabulary.
   *
   * @param name a name for it
   * @param bytes what it holds
   * @return the changed file
   */
  public StudentFile withFile(String name, byte[] bytes) {
    Map<String, byte[]> more = new LinkedHashMap<>(files);
    more.put(name, bytes.clone());
    return new StudentFile(model, weights, storage, answer, classes, encoding, more, notes);
  }

  /**
   * This file with notes.
   *
   * @param others what to keep with it, in place of other notes
   * @return the changed file
   */
  public StudentFile withNotes(Map<String, String> others) {
    return new StudentFile(
        model, weights, storage, answer, classes, encoding, files, new LinkedHashMap<>(others));
  }

  /**
   * Writes the file, by way of a temporary one, so that a reader sees the old file or the new one.
   *
   * @param path the file
   * @throws IllegalArgumentException under the conditions of {@link #content}
   * @throws UncheckedIOException if it cannot be written
   */
  public void write(Path path) {
    try (StagedFile staged = StagedFile.write(path, ByteBuffer.wrap(content().toBytes()))) {
      staged.publish();
    } catch (IOException error) {
      throw new UncheckedIOException(
          "The student could not be written to "
              + path
              + ": "
              + error
              + ".\nMaybe the disk is full or the folder is read-only.",
          error);
    }
  }

  /**
   * Returns what the file holds.
   *
   * @return the content
   * @throws IllegalArgumentException if the weights are another model's, the model cannot be
   *     recorded for every batch size and length, the number of classes is not that of the outputs,
   *     or a weight does not fit its storage
   */
  public StudentContent content() {
    FreeRecording free = FreeRecording.record(model);
    free.first().requireWeights(weights);
    Map<String, StoredType> types = storage.types(free.first().inlined().nodes());
    Map<String, StoredArray> stored = new LinkedHashMap<>();
    weights
        .asMap()
        .forEach(
            (name, array) ->
                stored.put(
                    name,
                    StoredArray.of(name, array, types.getOrDefault(name, StoredType.FLOAT32))));
    return new StudentContent(
        model.inputs(),
        free.program(),
        stored,
        answer(free.first().outputs()),
        classes,
        encoding,
        files,
        notes);
  }

  private Answer answer(Map<String, Tensor> outputs) {
    Tensor logits = outputs.getOrDefault("logits", outputs.values().iterator().next());
    long width = logits.shape().withoutBatch().size();
    Answer meaning =
        answer.orElse(
            classes.isEmpty()
                ? Answer.NUMBERS
                : width == 1 && classes.size() == 2 ? Answer.ONE_OF_TWO : Answer.ONE_OF_MANY);
    long names = meaning == Answer.ONE_OF_TWO ? 2 : width;
    if (!classes.isEmpty() && classes.size() != names) {
      throw new IllegalArgumentException(
          "There are the classes "
              + classes
              + " for "
              + width
              + " outputs, "
              + meaning
              + ", expected "
              + names
              + " names.\nMaybe they are of other data.");
    }
    return meaning;
  }
}
