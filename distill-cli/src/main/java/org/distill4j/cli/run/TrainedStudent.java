package org.distill4j.cli.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.model.Mode;
import org.distill4j.model.Weights;
import org.distill4j.program.Recorder;

/** The weights of a run's student. */
public final class TrainedStudent {
  private TrainedStudent() {}

  /**
   * Returns the file of a student's weights.
   *
   * @param run the run
   * @param chosen the file; empty for the one in the run's output folder
   * @return the file
   */
  public static Path file(RunFile run, Optional<Path> chosen) {
    return chosen.orElse(run.output().resolve(TrainingJob.STUDENT));
  }

  /**
   * Reads the weights of a student.
   *
   * @param run the run
   * @param chosen the file; empty for the one in the run's output folder
   * @return the weights, which fit the run's student
   * @throws IllegalArgumentException if they are not there, damaged, or another network's
   */
  public static Weights read(RunFile run, Optional<Path> chosen) {
    Path file = file(run, chosen);
    if (chosen.isEmpty() && Files.notExists(file)) {
      throw new IllegalArgumentException(
          "There is no trained student in "
              + run.output()
              + ", expected "
              + file
              + ".\nMaybe train it first by \"distill train\", or name its weights by --weights.");
    }
    Weights weights = WeightsFile.read(file);
    Recorder.forward(run.student(), Mode.EVALUATION, 1).requireWeights(weights);
    return weights;
  }
}
