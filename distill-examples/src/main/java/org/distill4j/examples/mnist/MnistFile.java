package org.distill4j.examples.mnist;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.distill4j.core.data.IdxArray;
import org.distill4j.core.data.IdxReader;

/** The four files of MNIST and the SHA-256 of their unzipped content. */
enum MnistFile {
  TRAIN_IMAGES(
      "train-images-idx3-ubyte",
      "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
  TRAIN_LABELS(
      "train-labels-idx1-ubyte",
      "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
  TEST_IMAGES(
      "t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
  TEST_LABELS(
      "t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

  private final String fileName;
  private final String sha256;

  MnistFile(String fileName, String sha256) {
    this.fileName = fileName;
    this.sha256 = sha256;
  }

  String zipped() {
    return fileName + ".gz";
  }

  boolean isContent(IdxArray content) {
    return content.sha256().equals(sha256);
  }

  /** Returns the file in a folder; some archives have a dot in place of the last hyphen but one. */
  Optional<Path> find(Path folder) {
    String dotted = fileName.replace("-idx", ".idx");
    return Stream.of(fileName, zipped(), dotted, dotted + ".gz")
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  IdxArray read(Path folder) {
    Path file = find(folder).orElseThrow(() -> missing(folder));
    IdxArray content = IdxReader.read(file);
    if (!isContent(content)) {
      throw new IllegalArgumentException(
          "File "
              + file
              + " has content with the SHA-256 "
              + content.sha256()
              + ", expected MNIST's "
              + sha256
              + ".\nMaybe it is of another data set in the same format, such as Fashion-MNIST, or"
              + " was changed.");
    }
    return content;
  }

  private IllegalArgumentException missing(Path folder) {
    return new IllegalArgumentException(
        "Folder "
            + folder
            + " holds neither "
            + fileName
            + " nor "
            + zipped()
            + ", expected the four files of MNIST.\n"
            + "Maybe the folder is another, or --download is to fetch them.");
  }
}
