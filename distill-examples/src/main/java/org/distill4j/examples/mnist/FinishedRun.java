package org.distill4j.examples.mnist;

import java.nio.file.Path;
import java.util.List;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.model.Weights;

/** The files that an MNIST run left in its folder. */
record FinishedRun(Path folder, MnistResult result) {
  static FinishedRun in(Path folder) {
    return new FinishedRun(folder, MnistResult.read(folder.resolve("result.json")));
  }

  String backend() {
    return result.backend();
  }

  /** Returns the total loss of each step; of teacher, student or alone. */
  List<Double> losses(String name) {
    return StepLosses.totals(folder.resolve(name + "-losses.csv"));
  }

  Weights student() {
    return WeightsFile.read(folder.resolve("student.safetensors"));
  }

  /** Refuses runs that are not of the same task. */
  void requireSameTask(FinishedRun first) {
    Task mine = Task.of(result);
    Task other = Task.of(first.result);
    if (!mine.equals(other)) {
      throw new IllegalArgumentException(
          "The run in "
              + folder
              + " is of "
              + mine
              + ", and that in "
              + first.folder
              + " of "
              + other
              + ", expected the same.\nMaybe repeat one with the options of the other.");
    }
  }

  private record Task(
      MnistResult.DataResult data,
      long seed,
      double temperature,
      double alpha,
      int batchSize,
      int teacherEpochs,
      int epochs) {
    static Task of(MnistResult result) {
      return new Task(
          result.dataset(),
          result.seed(),
          result.temperature(),
          result.alpha(),
          result.batchSize(),
          result.teacher().epochSeconds().size(),
          result.distilled().epochSeconds().size());
    }
  }
}
