package org.distill4j.spark.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.distill4j.core.rounds.Recipe;
import org.distill4j.core.rounds.RoundPlan;
import org.distill4j.spark.DistillEstimator;
import org.distill4j.spark.DistilledModel;
import org.distill4j.spark.TeacherCache;
import org.distill4j.spark.TeacherTransformer;
import org.distill4j.train.RoundReport;
import org.distill4j.train.TrainingEvent;

/**
 * What the applications have in common: a teacher learns from labels, its outputs are computed once
 * and stored, and a student learns from them.
 *
 * @param out the folder for all that is written
 * @param workers the number of workers
 * @param steps the steps of a worker in a round
 * @param epochs how often each row is seen
 * @param inputs the columns of the models' inputs, in their order
 */
record ExampleRun(String out, int workers, int steps, int epochs, List<String> inputs) {
  private static final int BATCH = 64;

  void run(Dataset<Row> training, Dataset<Row> test, Recipe teacherCode, Recipe studentCode) {
    DistilledModel teacher = estimator(teacherCode, training.count(), "teacher").fit(training);
    print("teacher", teacher.transform(test));
    Dataset<Row> taught =
        new TeacherTransformer(teacherCode, teacher.weights())
            .setInputCols(inputs.toArray(String[]::new))
            .transform(training);
    TeacherCache cache = TeacherCache.write(taught, out + "/taught");
    DistilledModel student = estimator(studentCode, cache.count(), "student").fit(cache.rows());
    print("student", student.transform(test));
    save(student);
  }

  private DistillEstimator estimator(Recipe code, long examples, String name) {
    return new DistillEstimator(code)
        .setInputCols(inputs.toArray(String[]::new))
        .setNumWorkers(workers)
        .setLocalSteps(steps)
        .setBatchSize(BATCH)
        .setRounds(RoundPlan.roundsFor(examples, epochs, workers, steps, BATCH))
        .setCheckpointDir(out + "/" + name + "-rounds")
        .setCheckpointInterval(10)
        .addListener(event -> print(name, event));
  }

  private static void print(String name, TrainingEvent event) {
    if (event instanceof TrainingEvent.RoundCompleted done) {
      RoundReport report = done.report();
      System.out.printf(
          Locale.ROOT,
          "%s: round %d, loss %.4f, %d of %d ms computing%n",
          name,
          report.round(),
          report.loss().total(),
          report.computing().toMillis(),
          report.time().toMillis());
    }
  }

  private static void print(String name, Dataset<Row> predicted) {
    double accuracy =
        new MulticlassClassificationEvaluator().setMetricName("accuracy").evaluate(predicted);
    System.out.printf(Locale.ROOT, "%s: accuracy %.2f %%%n", name, 100 * accuracy);
  }

  private void save(DistilledModel student) {
    try {
      student.write().overwrite().save(out + "/student");
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
