package org.distill4j.examples.mnist;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.distill4j.core.data.IdxArray;
import org.distill4j.core.data.IdxReader;
import org.distill4j.core.data.ImageDataset;
import org.distill4j.core.data.Normalization;

/**
 * Handwritten digits: images (1, 28, 28) with pixels in [−1, 1], and labels 0 to 9.
 *
 * @param name what to call the data in reports
 * @param train the digits to learn from
 * @param test the digits to measure on
 */
public record Mnist(String name, ImageDataset train, ImageDataset test) {
  /**
   * The digits that come with this program: 8,004 to learn from and 1,996 to measure on, all of
   * MNIST's training set. Results on them are not comparable with published ones, which are on
   * MNIST's own test set.
   *
   * @return the digits
   */
  public static Mnist embedded() {
    return of("mnist-sample", Mnist::resource);
  }

  /**
   * The whole of MNIST from its four files, zipped or not.
   *
   * @param folder where the files are
   * @return 60,000 digits to learn from and 10,000 to measure on
   * @throws IllegalArgumentException if a file is missing, or its content is not MNIST's
   */
  public static Mnist from(Path folder) {
    return of("mnist", file -> file.read(folder));
  }

  /**
   * The same digits with pixels in [0, 1]. In [−1, 1] the background, most of a digit, is a large
   * input of every hidden unit, and many units of small networks are never active.
   *
   * @return the digits
   */
  public Mnist withUnitPixels() {
    return new Mnist(
        name, train.normalized(Normalization.unit()), test.normalized(Normalization.unit()));
  }

  private static Mnist of(String name, Function<MnistFile, IdxArray> reader) {
    return new Mnist(
        name,
        images(reader, MnistFile.TRAIN_IMAGES, MnistFile.TRAIN_LABELS),
        images(reader, MnistFile.TEST_IMAGES, MnistFile.TEST_LABELS));
  }

  private static ImageDataset images(
      Function<MnistFile, IdxArray> reader, MnistFile images, MnistFile labels) {
    return IdxReader.images(reader.apply(images), reader.apply(labels), Normalization.centered());
  }

  private static IdxArray resource(MnistFile file) {
    String name = file.zipped();
    try (InputStream in = Mnist.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "Resource "
                + name
                + " is missing, expected it beside this program's classes.\n"
                + "Maybe the jar was repacked without resources.");
      }
      return IdxReader.read(in, name);
    } catch (IOException e) {
      throw new UncheckedIOException("Resource " + name + " cannot be read", e);
    }
  }
}
