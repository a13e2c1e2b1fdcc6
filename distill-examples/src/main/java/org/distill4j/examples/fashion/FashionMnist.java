package org.distill4j.examples.fashion;

import java.nio.file.Files;
import java.nio.file.Path;
import org.distill4j.core.data.IdxReader;
import org.distill4j.core.data.ImageDataset;
import org.distill4j.core.data.Normalization;
import org.distill4j.core.data.Split;
import org.distill4j.data.Dataset;

/**
 * Fashion-MNIST (Xiao, Rasul and Vollgraf 2017): grey pictures of clothes, (1, 28, 28) with pixels
 * in [0, 1], of 10 kinds.
 *
 * @param learn 55,000 to learn from
 * @param heldOut 5,000 to choose settings by
 * @param test 10,000 to measure on
 */
record FashionMnist(Dataset learn, Dataset heldOut, Dataset test) {
  private static final int HELD_OUT = 5_000;

  static FashionMnist from(Path folder) {
    ImageDataset train = images(folder, "train");
    Split split = Split.at(train, train.size() - Math.min(HELD_OUT, train.size() / 2));
    return new FashionMnist(split.first(), split.second(), images(folder, "t10k"));
  }

  private static ImageDataset images(Path folder, String part) {
    return IdxReader.images(
        IdxReader.read(file(folder, part + "-images-idx3-ubyte")),
        IdxReader.read(file(folder, part + "-labels-idx1-ubyte")),
        Normalization.unit());
  }

  private static Path file(Path folder, String name) {
    Path plain = folder.resolve(name);
    return Files.exists(plain) ? plain : folder.resolve(name + ".gz");
  }
}
