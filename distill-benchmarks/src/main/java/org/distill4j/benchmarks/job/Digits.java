package org.distill4j.benchmarks.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.distill4j.core.data.IdxReader;
import org.distill4j.core.data.ImageDataset;
import org.distill4j.core.data.Normalization;

/** The digits to learn from, as vectors of 784 numbers. */
public final class Digits {
  private static final String IMAGES = "train-images-idx3-ubyte.gz";
  private static final String LABELS = "train-labels-idx1-ubyte.gz";
  private static final String EMBEDDED = "/org/distill4j/examples/mnist/";

  private Digits() {}

  /**
   * Returns the digits.
   *
   * @param folder where MNIST's own files are; empty for the sample that comes with the project
   * @return the digits to learn from
   */
  public static ImageDataset read(Optional<Path> folder) {
    return folder.map(Digits::from).orElseGet(Digits::embedded).flat();
  }

  private static ImageDataset from(Path folder) {
    return IdxReader.images(
        IdxReader.read(folder.resolve(IMAGES)),
        IdxReader.read(folder.resolve(LABELS)),
        Normalization.centered());
  }

  private static ImageDataset embedded() {
    try (InputStream images = Digits.class.getResourceAsStream(EMBEDDED + IMAGES);
        InputStream labels = Digits.class.getResourceAsStream(EMBEDDED + LABELS)) {
      if (images == null || labels == null) {
        throw new IllegalStateException(
            "The embedded digits are missing from "
                + EMBEDDED
                + ", expected them beside this program's classes.\n"
                + "Maybe build with Maven, which copies them.");
      }
      return IdxReader.images(
          IdxReader.read(images, IMAGES), IdxReader.read(labels, LABELS), Normalization.centered());
    } catch (IOException e) {
      throw new UncheckedIOException("The embedded digits cannot be read", e);
    }
  }
}
