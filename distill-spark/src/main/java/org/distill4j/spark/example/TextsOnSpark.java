package org.distill4j.spark.example;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.rounds.Recipe;
import org.distill4j.spark.TextTransformer;

/**
 * Trains a teacher on classes of texts, a small transformer, stores its outputs, and trains a
 * student on them, a mean of token embeddings, all on the executors. Arguments: a CSV file with the
 * columns id (0, 1, 2, …), text and label (0 or 1), the folder of a tokenizer on the driver, a
 * folder for all that is written, the number of workers, the steps of a round, and the number of
 * epochs. Every fifth text measures.
 */
public final class TextsOnSpark {
  private static final int LENGTH = 128;

  private TextsOnSpark() {}

  /**
   * Runs the application.
   *
   * @param args the six arguments
   */
  public static void main(String... args) {
    if (args.length != 6) {
      throw new IllegalArgumentException(
          args.length
              + " arguments were given, expected 6: texts, tokenizer, output, workers, steps,"
              + " epochs.\nMaybe start with: texts.csv tokenizer out 4 10 12");
    }
    TextTransformer text = new TextTransformer(Path.of(args[1])).setLength(LENGTH);
    int words = text.tokenizer().vocabularySize();
    int workers = Integer.parseInt(args[3]);
    double rate = 0.001 * Math.sqrt(workers);
    ExampleRun example =
        new ExampleRun(
            args[2],
            workers,
            Integer.parseInt(args[4]),
            Integer.parseInt(args[5]),
            List.of(TokenSequences.IDS, TokenSequences.MASK));
    SparkSession spark = SparkSession.builder().appName("texts").getOrCreate();
    try {
      Dataset<Row> texts =
          spark
              .read()
              .option("header", true)
              .option("multiLine", true)
              .option("escape", "\"")
              .schema("id bigint, text string, label int")
              .csv(args[0])
              .na()
              .fill("", new String[] {"text"})
              .repartition(2 * workers);
      Dataset<Row> tokens = text.transform(texts).drop("text").cache();
      example.run(
          tokens.filter("id % 5 <> 0"),
          tokens.filter("id % 5 = 0"),
          Recipe.of(new TextsTeacher(words, LENGTH, 64, rate)),
          Recipe.of(new TextsStudent(words, 32, rate)));
    } finally {
      spark.stop();
    }
  }
}
