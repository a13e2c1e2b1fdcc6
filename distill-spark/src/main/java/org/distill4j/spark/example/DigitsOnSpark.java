package org.distill4j.spark.example;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.distill4j.core.rounds.Recipe;

/**
 * Trains a teacher on MNIST's digits, stores its outputs, and trains a student on them, all on the
 * executors. Arguments: the folder of MNIST's four files on the driver, a folder for all that is
 * written, the number of workers, the steps of a round, and the number of epochs.
 */
public final class DigitsOnSpark {
  private DigitsOnSpark() {}

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
    Path digits = Path.of(args[0]);
    int workers = Integer.parseInt(args[2]);
    ExampleRun example =
        new ExampleRun(
            args[1],
            workers,
            Integer.parseInt(args[3]),
            Integer.parseInt(args[4]),
            List.of("features"));
    double rate = 0.001 * Math.sqrt(workers);
    SparkSession spark = SparkSession.builder().appName("digits").getOrCreate();
    try {
      Dataset<Row> training = Digit.rows(spark, digits, "train", 2 * workers).cache();
      Dataset<Row> test = Digit.rows(spark, digits, "t10k", workers).cache();
      example.run(
          training,
          test,
          Recipe.of(new DigitsTeacher(512, 256, rate)),
          Recipe.of(new DigitsStudent(128, 5, 0.7, rate)));
    } finally {
      spark.stop();
    }
  }
}
