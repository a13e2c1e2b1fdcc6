package org.distill4j.examples.letter;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.data.Subset;
import org.distill4j.data.Dataset;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/**
 * The 20,000 letters of the UCI repository that come with this program: 16 measurements of a
 * printed capital, 0 to 15, which are standardised here, and which of 26 letters it is. See NOTICE
 * beside the file.
 *
 * @param all the letters in the file's order
 */
record Letters(InMemoryDataset all) {
  static final int COLUMNS = 16;
  static final int CLASSES = 26;

  /** Where the rows end that are usually trained on; the other 4,000 are for testing. */
  private static final int TRAIN = 16_000;

  /** The held-out letters, the last of those, with which settings are chosen. */
  private static final int LEARN = 14_000;

  private static final String FILE = "letter.csv.gz";

  static Letters embedded() {
    List<String> lines = lines();
    float[] values = new float[lines.size() * COLUMNS];
    int[] labels = new int[lines.size()];
    for (int row = 0; row < labels.length; row++) {
      String[] cells = lines.get(row).split(",", -1);
      labels[row] = cells[0].charAt(0) - 'A';
      for (int column = 0; column < COLUMNS; column++) {
        values[row * COLUMNS + column] = Float.parseFloat(cells[column + 1]);
      }
    }
    IntStream.range(0, COLUMNS).forEach(column -> standardise(values, column));
    return new Letters(
        InMemoryDataset.of(
            HostTensor.ofFloats(Shape.of(labels.length, COLUMNS), values),
            HostTensor.ofInts(Shape.of(labels.length), labels)));
  }

  /** By mean and deviation of the rows that are for learning. */
  private static void standardise(float[] values, int column) {
    double[] learnt =
        IntStream.range(0, LEARN).mapToDouble(row -> values[row * COLUMNS + column]).toArray();
    double mean = Arrays.stream(learnt).average().orElseThrow();
    double variance =
        Arrays.stream(learnt).map(value -> (value - mean) * (value - mean)).average().orElseThrow();
    for (int i = column; i < values.length; i += COLUMNS) {
      values[i] = (float) ((values[i] - mean) / Math.sqrt(variance));
    }
  }

  /** Returns some letters to learn from, drawn from a seed. */
  Dataset learn(int count, long seed) {
    if (count < 2 || count > LEARN) {
      throw new IllegalArgumentException(
          "The number of labelled letters is %d, expected 2 to %d.\nMaybe leave it out."
              .formatted(count, LEARN));
    }
    int[] places = IntStream.range(0, LEARN).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i, LEARN);
      int place = places[i];
      places[i] = places[other];
      places[other] = place;
    }
    return Subset.of(all, Arrays.copyOf(places, count));
  }

  /** 2,000 letters to choose settings by. */
  Dataset heldOut() {
    return Subset.of(all, IntStream.range(LEARN, TRAIN).toArray());
  }

  /** 4,000 letters to measure on. */
  Dataset test() {
    return Subset.of(all, IntStream.range(TRAIN, all.size()).toArray());
  }

  private static List<String> lines() {
    try (InputStream in = Letters.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(
            "Resource "
                + FILE
                + " is missing, expected it beside this program's classes.\n"
                + "Maybe the jar was repacked without resources.");
      }
      InputStreamReader text =
          new InputStreamReader(new GZIPInputStream(in), StandardCharsets.US_ASCII);
      return new BufferedReader(text).lines().skip(1).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Resource " + FILE + " cannot be read", e);
    }
  }
}
