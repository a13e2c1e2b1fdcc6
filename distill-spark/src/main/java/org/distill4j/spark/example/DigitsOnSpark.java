package org.distill4j.spark.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.distill4j.core.rounds.Recipe;
import org.distill4j.core.rounds.RoundPlan;
import org.distill4j.spark.DistillEstimator;
import org.distill4j.spark.DistilledModel;
import org.distill4j.spark.TeacherCache;
import org.distill4j.spark.TeacherTransformer;
import org.distill4j.train.RoundReport;
import org.distill4j.train.TrainingEvent;

/**
 * Trains a teacher on MNIST's digits, stores its outputs, and trains a student on them, all on the
 * executors. Arguments: the folder of MNIST's four files on the driver, a folder for all that is
 * written, the number of workers, the steps of a round, and the number of epochs.
 */
public final class DigitsOnSpark {
  private static final int BATCH = 64;

  private final SparkSession spark;
  private final Path digits;
  private final String out;
  private final int workers;
  private final int steps;
  private final int epochs;

  private DigitsOnSpark(SparkSession spark, String... args) {
    this.spark = spark;
    this.digits = Path.of(args[0]);
    this.out = args[1];
    this.workers = Integer.parseInt(args[2]);
    this.steps = Integer.parseInt(args[3]);
    this.epochs = Integer.parseInt(args[4]);
  }

  /**
   * Runs the application.
   *
   * @param args the five arguments
   */
  public static void main(String... args) {
    if (args.length != 5) {
      throw new IllegalArgumentException(
          args.length
              + " arguments were given, expected 5: digits, output, workers, steps, epochs.\n"
              + "Maybe start with: data out 4 50 12");
    }
    SparkSession spark = SparkSession.builder().appName("digits").getOrCreate();
    try {
      new DigitsOnSpark(spark, args).run();
    } finally {
      spark.stop();
    }
  }

  private void run() {
    Dataset<Row> training = Digit.rows(spark, digits, "train", 2 * workers).cache();
    Dataset<Row> test = Digit.rows(spark, digits, "t10k", workers).cache();
    Recipe teacherCode = Recipe.of(new DigitsTeacher(512, 256));
    DistilledModel teacher = estimator(teacherCode, training.count(), "teacher").fit(training);
    print("teacher", teacher.transform(test));

    Dataset<Row> taught =
        new TeacherTransformer(teacherCode, teacher.weights()).transform(training);
    TeacherCache cache = TeacherCache.write(taught, out + "/taught");
    Recipe studentCode = Recipe.of(new DigitsStudent(128, 5, 0.7));
    DistilledModel student = estimator(studentCode, cache.count(), "student").fit(cache.rows());
    print("student", student.transform(test));
    save(student);
  }

  private DistillEstimator estimator(Recipe code, long examples, String name) {
    return new DistillEstimator(code)
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
