package org.distill4j.core.train;

import java.nio.file.Path;
import org.distill4j.core.checkpoint.Checkpoints;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;

/** A program that trains, with a checkpoint after each step, and is killed again and again. */
final class KilledTraining {
  static final int EPOCHS = 60;

  private KilledTraining() {}

  static TrainingPlan.Builder plan() {
    return SmallTrainings.plan(SmallTrainings.examples(20, 1))
        .teacher(SmallTrainings.teacher())
        .epochs(EPOCHS);
  }

  /** Takes the folder of the checkpoints and the file for the weights. */
  public static void main(String[] arguments) {
    TrainingPlan plan =
        plan()
            .listener(
                event -> {
                  if (event instanceof TrainingEvent.StepCompleted done) {
                    System.out.println(done.step());
                  }
                })
            .build();
    TrainingReport report =
        CheckpointedTrainings.train(Checkpoints.resume(Path.of(arguments[0])).everySteps(1), plan);
    WeightsFile.write(Path.of(arguments[1]), report.weights());
  }
}
