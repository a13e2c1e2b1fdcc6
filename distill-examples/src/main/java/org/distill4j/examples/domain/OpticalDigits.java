package org.distill4j.examples.domain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.distill4j.core.data.ImageDataset;
import org.distill4j.core.data.Normalization;
import org.distill4j.core.data.Split;
import org.distill4j.data.Batch;
import org.distill4j.tensor.Shape;

/**
 * The 1,797 optical digits of the UCI repository that come with this program: vectors of 64 pixels
 * in [0, 1], and labels 0 to 9. See NOTICE beside the file.
 */
final class OpticalDigits {
  private static final String FILE = "digits.csv.gz";
  private static final int PIXELS = 64;

  /** Pixels are counts from 0 to 16; 0 is the background and 16 is ink. */
  private static final Normalization SIXTEENTHS = new Normalization(0, 16 / 255.0);

  /**
   * The index where training ends and testing begins. The file is in the order of collection, so
   * writers of the test digits hardly are writers of the training ones.
   */
  private static final int TRAIN = 1_000;

  private OpticalDigits() {}

  /** Returns 1,000 digits to learn from and 797 to measure on. */
  static Split split() {
    return Split.at(all(), TRAIN);
  }

  static ImageDataset all() {
    List<String> lines = lines();
    byte[] pixels = new byte[lines.size() * PIXELS];
    int[] labels = new int[lines.size()];
    for (int row = 0; row < labels.length; row++) {
      String[] values = lines.get(row).split(",", -1);
      for (int i = 0; i < PIXELS; i++) {
        pixels[row * PIXELS + i] = Byte.parseByte(values[i]);
      }
      labels[row] = Integer.parseInt(values[PIXELS]);
    }
    return ImageDataset.of(Shape.of(PIXELS), pixels, Map.of(Batch.LABELS, labels), SIXTEENTHS);
  }

  private static List<String> lines() {
    try (InputStream in = OpticalDigits.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(
            "Resource "
                + FILE
                + " is missing, expected it beside this program's classes.\n"
                + "Maybe the jar was repacked without resources.");
      }
      InputStreamReader text =
          new InputStreamReader(new GZIPInputStream(in), StandardCharsets.US_ASCII);
      return new BufferedReader(text).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Resource " + FILE + " cannot be read", e);
    }
  }
}
