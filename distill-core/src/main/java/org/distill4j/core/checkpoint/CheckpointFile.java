package org.distill4j.core.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.distill4j.cell.ShortText;
import org.distill4j.core.file.NewerFormatException;
import org.distill4j.core.weights.Fingerprints;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.tensor.HostTensor;

/** A checkpoint in its file: arrays by kind and name, and the rest in notes with a checksum. */
final class CheckpointFile {
  private static final String FORMAT = "distill4j-checkpoint-1";
  private static final String CHECKSUM = "checksum";
  private static final String WEIGHTS = "weights/";
  private static final String BEST = "best/";
  private static final String OPTIMIZER = "optimizer/";

  private CheckpointFile() {}

  static void write(Path file, Checkpoint checkpoint) {
    Map<String, HostTensor> arrays = new LinkedHashMap<>();
    add(arrays, WEIGHTS, checkpoint.weights());
    checkpoint.optimizer().slots().forEach((slot, kept) -> add(arrays, slot(slot), kept));
    checkpoint.best().ifPresent(best -> add(arrays, BEST, best));
    WeightsFile.write(file, Weights.of(arrays), notes(checkpoint));
  }

  private static String slot(String name) {
    return OPTIMIZER + name + "/";
  }

  private static void add(Map<String, HostTensor> arrays, String kind, Weights weights) {
    weights.asMap().forEach((name, array) -> arrays.put(kind + name, array));
  }

  private static Map<String, String> notes(Checkpoint checkpoint) {
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put("kind", FORMAT);
    notes.put("step", String.valueOf(checkpoint.step()));
    notes.put("epochs", CheckpointText.epochs(checkpoint.epochs()));
    notes.put("running", CheckpointText.running(checkpoint.running()));
    notes.put("optimizerStep", String.valueOf(checkpoint.optimizer().step()));
    notes.put("slots", String.join(",", checkpoint.optimizer().slots().keySet()));
    notes.put("training", CheckpointText.texts(checkpoint.training()));
    notes.put(CHECKSUM, checksum(notes));
    return notes;
  }

  private static String checksum(Map<String, String> notes) {
    Map<String, String> summed = new LinkedHashMap<>(notes);
    summed.remove(CHECKSUM);
    return Fingerprints.compute(CheckpointText.texts(summed));
  }

  /** Reads a checkpoint, or explains in an IllegalArgumentException what is wrong with it. */
  static Checkpoint read(Path file) {
    if (!Files.exists(WeightsFile.manifest(file))) {
      throw invalid(file, "it has no manifest");
    }
    Map<String, String> notes = WeightsFile.notes(file);
    NewerFormatException.refuse(file, note(notes, "kind"), FORMAT);
    if (!FORMAT.equals(notes.get("kind")) || !checksum(notes).equals(notes.get(CHECKSUM))) {
      throw invalid(file, "its manifest is not as it was written");
    }
    try {
      return checkpoint(notes, WeightsFile.read(file));
    } catch (JsonProcessingException | NumberFormatException | DateTimeParseException error) {
      throw invalid(file, ShortText.shorten(String.valueOf(error.getMessage())));
    }
  }

  private static Checkpoint checkpoint(Map<String, String> notes, Weights arrays)
      throws JsonProcessingException {
    Map<String, Weights> slots = new LinkedHashMap<>();
    for (String slot : note(notes, "slots").split(",", -1)) {
      if (!slot.isEmpty()) {
        slots.put(slot, under(slot(slot), arrays));
      }
    }
    Weights best = under(BEST, arrays);
    return new Checkpoint(
        CheckpointText.texts(note(notes, "training")),
        Long.parseLong(note(notes, "step")),
        CheckpointText.epochs(note(notes, "epochs")),
        CheckpointText.running(note(notes, "running")),
        under(WEIGHTS, arrays),
        new OptimizerState(Long.parseLong(note(notes, "optimizerStep")), slots),
        best.names().isEmpty() ? Optional.empty() : Optional.of(best));
  }

  private static String note(Map<String, String> notes, String name) {
    return notes.getOrDefault(name, "");
  }

  private static Weights under(String kind, Weights arrays) {
    Map<String, HostTensor> found = new LinkedHashMap<>();
    arrays
        .asMap()
        .forEach(
            (name, array) -> {
              if (name.startsWith(kind)) {
                found.put(name.substring(kind.length()), array);
              }
            });
    return Weights.of(found);
  }

  private static IllegalArgumentException invalid(Path file, String problem) {
    return new IllegalArgumentException(
        file
            + " is not a whole checkpoint: "
            + problem
            + ".\nMaybe the program was killed while it wrote it, or the file was damaged.");
  }
}
