package org.distill4j.spark;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.distill4j.core.rounds.RoundPlan;
import org.distill4j.core.rounds.RoundPlan.InnerState;
import org.distill4j.train.TrainingEvent;

/** A program that dies in the middle of a training, after the round that it is told. */
final class KilledDriver {
  static final RoundPlan PLAN =
      RoundPlan.of(3, 4, 5).withBatchSize(8).withInnerState(InnerState.KEPT);

  private KilledDriver() {}

  static DistillEstimator estimator(Path folder) {
    return SparkRows.estimator(SparkRows.STUDENT, PLAN)
        .setCheckpointDir(folder.resolve("rounds").toString())
        .setCheckpointInterval(2);
  }

  public static void main(String[] args) {
    SparkSession spark = SparkSessions.local();
    int last = Integer.parseInt(args[1]);
    estimator(Path.of(args[0]))
        .addListener(
            event -> {
              if (event instanceof TrainingEvent.RoundCompleted done
                  && done.report().round() == last) {
                Runtime.getRuntime().halt(9);
              }
            })
        .fit(SparkRows.taught(spark));
  }
}
