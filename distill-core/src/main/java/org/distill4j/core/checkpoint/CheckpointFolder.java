package org.distill4j.core.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.distill4j.core.file.AtomicFiles;
import org.distill4j.core.file.NewerFormatException;
import org.distill4j.core.weights.WeightsFile;

/** The checkpoints of one training in their folder. */
public final class CheckpointFolder {
  private static final String SUFFIX = ".safetensors";
  private static final String NAME = "step-\\d{10,}-epochs-\\d{5,}";
  private static final String FILE = NAME + "\\.safetensors";
  private static final String LEFT_OVER = NAME + "\\.safetensors(\\.json)?\\.[-0-9a-f]+\\.tmp";

  private static final String MANIFEST = FILE + "\\.json";

  private final Path folder;

  /**
   * Creates the checkpoints of a folder.
   *
   * @param folder the folder; it need not exist
   */
  public CheckpointFolder(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  /**
   * A checkpoint and the file it was read from.
   *
   * @param file the file
   * @param checkpoint what is in it
   */
  public record Found(Path file, Checkpoint checkpoint) {}

  /** {@return the files of all checkpoints, valid or not, the newest last} */
  public List<Path> files() {
    return matching(FILE);
  }

  private List<Path> matching(String pattern) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> String.valueOf(file.getFileName()).matches(pattern))
          .sorted()
          .toList();
    } catch (IOException error) {
      throw unusable("read", error);
    }
  }

  /**
   * Refuses a folder that holds checkpoints.
   *
   * @throws IllegalArgumentException if there is one
   */
  public void requireNone() {
    List<Path> files = files();
    if (!files.isEmpty()) {
      throw new IllegalArgumentException(
          "The folder "
              + folder
              + " holds "
              + files.size()
              + " checkpoints, the newest "
              + files.get(files.size() - 1).getFileName()
              + ", expected none for a new training.\n"
              + "Maybe resume that training by Checkpoints.resume, or choose another folder.");
    }
  }

  /**
   * Returns the newest valid checkpoint. Damaged ones are put aside, with ".damaged" after their
   * names, and what a killed program left of a file is taken away; nothing of that happens if the
   * training is refused.
   *
   * @param training what the training is of
   * @param changeable the parts of it that may be others than those in the checkpoint
   * @param skipped is told the file and what is wrong with it, for each that is put aside
   * @return the checkpoint; empty if there is none
   * @throws IllegalArgumentException if it is of another training, or of a newer format
   * @throws UncheckedIOException if the folder cannot be changed
   */
  public Optional<Found> newest(
      Map<String, String> training, Set<String> changeable, BiConsumer<Path, String> skipped) {
    Map<Path, String> damaged = new LinkedHashMap<>();
    Optional<Found> found = look(training, changeable, damaged);
    matching(LEFT_OVER).forEach(this::delete);
    matching(MANIFEST).stream().filter(CheckpointFolder::isAlone).forEach(this::delete);
    damaged.forEach(
        (file, problem) -> {
          putAside(file);
          putAside(WeightsFile.manifest(file));
          skipped.accept(file, problem);
        });
    return found;
  }

  /**
   * Refuses a training that {@link #newest} would refuse, and changes nothing.
   *
   * @param training what the training is of
   * @param changeable the parts of it that may be others than those in the checkpoint
   * @throws IllegalArgumentException if the newest checkpoint is of another training, or of a newer
   *     format
   */
  public void requireResumable(Map<String, String> training, Set<String> changeable) {
    look(training, changeable, new LinkedHashMap<>());
  }

  /** Whether a manifest is without its weights, as a kill between the two writes leaves it. */
  private static boolean isAlone(Path manifest) {
    String name = String.valueOf(manifest.getFileName());
    return !Files.exists(
        manifest.resolveSibling(name.substring(0, name.length() - ".json".length())));
  }

  /** Finds the newest checkpoint, and those after it that are damaged. */
  private Optional<Found> look(
      Map<String, String> training, Set<String> changeable, Map<Path, String> damaged) {
    List<Path> files = files();
    for (int i = files.size() - 1; i >= 0; i--) {
      Optional<Found> found = valid(files.get(i), damaged);
      if (found.isPresent()) {
        requireSame(files.get(i), training, found.get().checkpoint().training(), changeable);
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<Found> valid(Path file, Map<Path, String> damaged) {
    try {
      return Optional.of(new Found(file, CheckpointFile.read(file)));
    } catch (NewerFormatException newer) {
      throw newer;
    } catch (IllegalArgumentException | UncheckedIOException problem) {
      damaged.put(file, String.valueOf(problem.getMessage()));
      return Optional.empty();
    }
  }

  private static void requireSame(
      Path file, Map<String, String> wanted, Map<String, String> found, Set<String> changeable) {
    Set<String> parts = new LinkedHashSet<>(wanted.keySet());
    parts.addAll(found.keySet());
    for (String part : parts) {
      String here = wanted.getOrDefault(part, "none");
      String there = found.getOrDefault(part, "none");
      if (!here.equals(there) && !changeable.contains(part)) {
        throw new IllegalArgumentException(
            "The checkpoint "
                + file
                + " is of another training: its "
                + part
                + " is "
                + there
                + ", expected "
                + here
                + ".\nMaybe the plan was changed since; begin anew in another folder.");
      }
    }
  }

  /**
   * Writes a checkpoint, and deletes those that are no longer wanted.
   *
   * @param checkpoint the training
   * @param kept how many of the newest are kept
   * @param bestEpoch the epoch whose checkpoint is kept whatever its age; 0 for none
   * @return the file
   * @throws UncheckedIOException if it cannot be written; what was there before is still there then
   */
  public Path write(Checkpoint checkpoint, int kept, int bestEpoch) {
    Path file = folder.resolve(name(checkpoint.step(), checkpoint.epochs().size()));
    CheckpointFile.write(file, checkpoint);
    List<Path> files = files();
    String best = String.format(Locale.ROOT, "-epochs-%05d%s", bestEpoch, SUFFIX);
    Optional<Path> ofBest =
        files.stream().filter(other -> other.toString().endsWith(best)).findFirst();
    for (Path old : files.subList(0, Math.max(0, files.size() - kept))) {
      if (bestEpoch == 0 || !ofBest.equals(Optional.of(old))) {
        delete(WeightsFile.manifest(old));
        delete(old);
      }
    }
    return file;
  }

  private static String name(long step, int epochs) {
    return String.format(Locale.ROOT, "step-%010d-epochs-%05d%s", step, epochs, SUFFIX);
  }

  private void putAside(Path file) {
    try {
      if (Files.exists(file)) {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        AtomicFiles.rename(file, aside);
      }
    } catch (IOException error) {
      throw unusable("changed", error);
    }
  }

  private void delete(Path file) {
    try {
      AtomicFiles.delete(file);
    } catch (IOException error) {
      throw unusable("changed", error);
    }
  }

  private UncheckedIOException unusable(String done, IOException error) {
    return new UncheckedIOException(
        "The folder of checkpoints "
            + folder
            + " could not be "
            + done
            + ": "
            + error
            + ".\nMaybe it is read-only, or the disk is full.",
        error);
  }
}
