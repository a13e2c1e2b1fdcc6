package org.distill4j.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.distill4j.core.checkpoint.CheckpointFolder;
import org.distill4j.core.weights.WeightsFile;

/** The checkpoints that an earlier run left in a run's folder. */
public final class EarlierRun {
  private final RunFile run;

  /**
   * Creates the earlier run.
   *
   * @param run the run that is about to begin
   */
  public EarlierRun(RunFile run) {
    this.run = run;
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (String name : List.of(TrainingJob.TEACHER_TRAINING, TrainingJob.STUDENT_TRAINING)) {
      files.addAll(new CheckpointFolder(run.checkpoints(name)).files());
    }
    return files;
  }

  /**
   * Refuses to overwrite an earlier run.
   *
   * @throws IllegalArgumentException if there is one
   */
  public void requireNone() {
    List<Path> files = files();
    if (!files.isEmpty()) {
      throw new IllegalArgumentException(
          "There is a training already, its last checkpoint "
              + files.get(files.size() - 1)
              + ", expected none.\nMaybe resume it by --resume, begin again by --overwrite, or"
              + " choose another folder by --output.");
    }
  }

  /**
   * Deletes the earlier run's checkpoints.
   *
   * @throws UncheckedIOException if one cannot be deleted
   */
  public void delete() {
    for (Path file : files()) {
      try {
        Files.deleteIfExists(WeightsFile.manifest(file));
        Files.deleteIfExists(file);
      } catch (IOException error) {
        throw new UncheckedIOException(
            "The checkpoint "
                + file
                + " cannot be deleted: "
                + error
                + ".\nMaybe the folder is read-only; --output names another.",
            error);
      }
    }
  }
}
