package org.distill4j.examples.mnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.distill4j.core.data.IdxReader;
import org.distill4j.core.data.ImageDataset;
import org.distill4j.data.Batch;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("MNIST")
class MnistTest {
  private static void copyResource(String name, Path to) throws IOException {
    try (InputStream in = Mnist.class.getResourceAsStream(name)) {
      Files.copy(Objects.requireNonNull(in), to);
    }
  }

  @Nested
  @DisplayName("as it comes with the program")
  class Embedded {
    private final Mnist mnist = Mnist.embedded();

    @Test
    @DisplayName("has 8,004 digits to learn from and 1,996 to measure on, of 28 x 28 pixels")
    void counts() {
      assertThat(mnist.name()).isEqualTo("mnist-sample");
      assertThat(mnist.train().size()).isEqualTo(8004);
      assertThat(mnist.test().size()).isEqualTo(1996);
      assertThat(mnist.train().input()).isEqualTo(TensorSpec.floats(1, 28, 28));
      assertThat(mnist.test().flat().input()).isEqualTo(TensorSpec.floats(784));
    }

    @Test
    @DisplayName("is the content that its NOTICE names")
    void checksums() throws IOException {
      Map<String, String> expected =
          Map.of(
              "train-images-idx3-ubyte",
              "88b9cfb5806cdd0bbea92e34f66b96252d7b4548463a0928b2456594b8bb2812",
              "train-labels-idx1-ubyte",
              "e072cd03fdd12cdbc1dc6053ea388bb48e88733d907cd19a9c50bf6db4878c25",
              "t10k-images-idx3-ubyte",
              "fe644ae4c467a3b0e2209a2dbbc69c3ba0a3ca4dc66d5fe2048f195ebf5cc18e",
              "t10k-labels-idx1-ubyte",
              "42d5881cb072068cb6991bc1ceb1524629c24d202ba0f2bdaba0ba0547039c88");
      for (Map.Entry<String, String> file : expected.entrySet()) {
        try (InputStream in = Mnist.class.getResourceAsStream(file.getKey() + ".gz")) {
          assertThat(IdxReader.read(Objects.requireNonNull(in), file.getKey()).sha256())
              .as(file.getKey())
              .isEqualTo(file.getValue());
        }
      }
    }

    @Test
    @DisplayName("holds out the last fifth of each digit")
    void labels() {
      assertThat(counts(mnist.train()))
          .containsExactly(801L, 902L, 793L, 826L, 784L, 691L, 812L, 856L, 756L, 783L);
      assertThat(counts(mnist.test()))
          .containsExactly(200L, 225L, 198L, 206L, 196L, 172L, 202L, 214L, 188L, 195L);
    }

    private Long[] counts(ImageDataset data) {
      Batch all = data.batch(IntStream.range(0, data.size()).toArray());
      Map<Integer, Long> counts =
          Arrays.stream(all.labels(Batch.LABELS).toIntArray())
              .boxed()
              .collect(Collectors.groupingBy(label -> label, Collectors.counting()));
      return IntStream.range(0, 10)
          .mapToObj(digit -> counts.getOrDefault(digit, 0L))
          .toArray(Long[]::new);
    }

    @Test
    @DisplayName("has pixels from −1 for paper to 1 for ink")
    void pixels() {
      float[] pixels = mnist.train().batch(0).input().toFloatArray();

      assertThat(pixels[0]).isEqualTo(-1f);
      assertThat(pixels).containsAnyOf(0.9843137f, 1f).hasSize(784);
    }
  }

  @Nested
  @DisplayName("from a folder")
  class FromFolder {
    @Test
    @DisplayName("names the file that is missing, and the way out")
    void missing(@TempDir Path folder) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Mnist.from(folder))
          .withMessage(
              "Folder "
                  + folder
                  + " holds neither train-images-idx3-ubyte nor train-images-idx3-ubyte.gz,"
                  + " expected the four files of MNIST.\n"
                  + "Maybe the folder is another, or --download is to fetch them.");
    }

    @Test
    @DisplayName("is refused if a file's content is not MNIST's, whatever its name")
    void otherContent(@TempDir Path folder) throws IOException {
      Path images = folder.resolve("train-images.idx3-ubyte.gz");
      copyResource("train-images-idx3-ubyte.gz", images);

      assertThatIllegalArgumentException()
          .isThrownBy(() -> Mnist.from(folder))
          .withMessage(
              "File "
                  + images
                  + " has content with the SHA-256"
                  + " 88b9cfb5806cdd0bbea92e34f66b96252d7b4548463a0928b2456594b8bb2812, expected"
                  + " MNIST's ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db.\n"
                  + "Maybe it is of another data set in the same format, such as Fashion-MNIST, or"
                  + " was changed.");
    }

    @Test
    @DisplayName("is refused if a file is cut off")
    void cutOff(@TempDir Path folder) throws IOException {
      Path labels = folder.resolve("train-images-idx3-ubyte");
      Files.write(labels, new byte[] {0, 0, 8, 3, 0, 0});

      assertThatIllegalArgumentException()
          .isThrownBy(() -> Mnist.from(folder))
          .withMessageStartingWith("File " + labels + " ends inside its header");
    }
  }
}
