package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.distill4j.data.Batch;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The reader of IDX files")
class IdxReaderTest {
  private static final int[] TWO_IMAGES = {2, 2, 3};
  private static final byte[] PIXELS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, (byte) 254, (byte) 255};

  private static byte[] idx(int type, int[] axes, byte... values) {
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * axes.length + values.length);
    file.put(new byte[] {0, 0, (byte) type, (byte) axes.length});
    Arrays.stream(axes).forEach(file::putInt);
    return file.put(values).array();
  }

  private static byte[] zip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static IdxArray read(byte... file) {
    return IdxReader.read(new ByteArrayInputStream(file), "digits");
  }

  @Nested
  @DisplayName("reads")
  class Reads {
    @Test
    @DisplayName("shape and values of a plain file")
    void plain() {
      IdxArray array = read(idx(8, TWO_IMAGES, PIXELS));

      assertThat(array.shape()).isEqualTo(Shape.of(2, 2, 3));
      assertThat(array.values()).isEqualTo(PIXELS);
    }

    @Test
    @DisplayName("bytes above 127 as unsigned numbers")
    void unsigned() {
      assertThat(read(idx(8, new int[] {2}, (byte) 128, (byte) 255)).toIntArray())
          .containsExactly(128, 255);
    }

    @Test
    @DisplayName("a zipped file of any name, by its first bytes")
    void zipped(@TempDir Path folder) throws IOException {
      Path file = Files.write(folder.resolve("images"), zip(idx(8, TWO_IMAGES, PIXELS)));

      assertThat(IdxReader.read(file).values()).isEqualTo(PIXELS);
    }

    @Test
    @DisplayName("the same SHA-256 from a zipped file and a plain one: that of the plain file")
    void checksum() {
      byte[] file = idx(8, new int[] {1}, (byte) 7);

      // printf '\0\0\10\1\0\0\0\1\7' | sha256sum
      assertThat(read(file).sha256())
          .isEqualTo(read(zip(file)).sha256())
          .isEqualTo("c564aa0aa783b8862ae6128a973a6f6b213b9428d39b5c8acfbda3c630d40f1e");
    }

    @Test
    @DisplayName("images with labels as a data set of one channel")
    void images() {
      IdxArray images = read(idx(8, TWO_IMAGES, PIXELS));
      IdxArray labels = read(idx(8, new int[] {2}, (byte) 3, (byte) 9));

      ImageDataset data = IdxReader.images(images, labels, Normalization.unit());

      assertThat(data.input()).isEqualTo(TensorSpec.floats(1, 2, 3));
      assertThat(data.batch(1, 0).labels(Batch.LABELS).toIntArray()).containsExactly(9, 3);
    }
  }

  @Nested
  @DisplayName("refuses")
  class Refuses {
    @Test
    @DisplayName("a file that is not there")
    void missing(@TempDir Path folder) {
      Path file = folder.resolve("train-images");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> IdxReader.read(file))
          .withMessage(
              "File "
                  + file
                  + " does not exist, expected an IDX file.\nMaybe the folder is another.");
    }

    @Test
    @DisplayName("a folder, saying that it cannot be read")
    void folder(@TempDir Path folder) {
      assertThatThrownBy(() -> IdxReader.read(folder))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageStartingWith("File " + folder + " cannot be read: ");
    }

    @Test
    @DisplayName("an empty file and one that ends inside its header")
    void shortHeader() {
      byte[] file = idx(8, TWO_IMAGES, PIXELS);
      for (int length : new int[] {0, 1, 3, 4, 15}) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> read(Arrays.copyOf(file, length)))
            .withMessage(
                "File digits ends inside its header, expected an IDX file.\n"
                    + "Maybe the download was cut off; fetch it again.");
      }
    }

    @Test
    @DisplayName("a file cut off inside its values")
    void truncated() {
      byte[] file = idx(8, TWO_IMAGES, PIXELS);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> read(Arrays.copyOf(file, file.length - 5)))
          .withMessage(
              "File digits ends after 7 of the 12 values of shape (2, 2, 3), expected all of"
                  + " them.\nMaybe the download was cut off; fetch it again.");
    }

    @Test
    @DisplayName("a short file whose header promises two billion values, without making room")
    void promises() {
      byte[] file = idx(8, new int[] {2_000_000_000}, (byte) 1);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> read(file))
          .withMessageStartingWith("File digits ends after 1 of the 2000000000 values");
    }

    @Test
    @DisplayName("a zipped file cut off inside its gzip data")
    void truncatedZip() {
      byte[] file = zip(idx(8, TWO_IMAGES, PIXELS));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> read(Arrays.copyOf(file, file.length - 9)))
          .withMessage(
              "File digits ends inside its gzip data, expected all of it.\n"
                  + "Maybe the download was cut off; fetch it again.");
    }

    @Test
    @DisplayName("a zipped file with a wrong bit")
    void corruptZip() {
      byte[] file = zip(idx(8, TWO_IMAGES, PIXELS));
      file[file.length - 8] ^= 1;
      assertThatIllegalArgumentException()
          .isThrownBy(() -> read(file))
          .withMessage(
              "File digits is corrupt: its gzip data do not unzip (Corrupt GZIP trailer), expected"
                  + " intact ones.\nMaybe fetch it again.");
    }

    @Test
    @DisplayName("a file that has more bytes after its values")
    void trailing() {
      byte[] file = idx(8, TWO_IMAGES, PIXELS);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> read(Arrays.copyOf(file, file.length + 1)))
          .withMessage(
              "File digits has more bytes after the 12 values of shape (2, 2, 3), expected its"
                  + " end.\n"
                  + "Maybe it is corrupt; fetch it again.");
    }

    @Test
    @DisplayName("a web page that was saved in its place")
    void otherFile() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> read((byte) '<', (byte) 'h', (byte) 't', (byte) 'm', (byte) 'l'))
          .withMessage(
              "File digits begins with the bytes 0x3c 0x68, expected two zeros, as IDX files do.\n"
                  + "Maybe it is another kind of file, or a web page that was saved instead.");
    }

    @Test
    @DisplayName("values of another type")
    void otherType() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> read(idx(0x0d, new int[] {1}, (byte) 0)))
          .withMessage(
              "File digits holds values of type 0x0d, expected 0x08, unsigned bytes.\n"
                  + "Maybe convert it first.");
    }

    @Test
    @DisplayName("no axes, an axis of no length, and more values than an array has room for")
    void badAxes() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> read(idx(8, new int[0], (byte) 1)))
          .withMessageStartingWith("File digits has no axes, expected at least one, the examples.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> read(idx(8, new int[] {0, 28})))
          .withMessage(
              "File digits has the axes [0, 28], expected lengths of at least 1.\n"
                  + "Maybe the file is empty or corrupt.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> read(idx(8, new int[] {-2, 28})))
          .withMessageStartingWith("File digits has the axes [-2, 28], expected lengths");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> read(idx(8, new int[] {65_536, 65_536, 65_536, 65_536})))
          .withMessage(
              "File digits has the axes [65536, 65536, 65536, 65536], expected at most 2147483639"
                  + " values.\nMaybe the file is corrupt, or too large to be kept in memory.");
    }

    @Test
    @DisplayName("more labels than images, naming both files")
    void countMismatch() {
      IdxArray images = IdxReader.read(new ByteArrayInputStream(idx(8, TWO_IMAGES, PIXELS)), "i");
      IdxArray labels =
          IdxReader.read(new ByteArrayInputStream(idx(8, new int[] {3}, new byte[3])), "l");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> IdxReader.images(images, labels, Normalization.unit()))
          .withMessage(
              "File i holds 2 images and file l 3 labels, expected as many.\n"
                  + "Maybe one is of the training and one of the test data.");
    }

    @Test
    @DisplayName("images and labels that were swapped")
    void swapped() {
      IdxArray images = read(idx(8, TWO_IMAGES, PIXELS));
      IdxArray labels = read(idx(8, new int[] {2}, new byte[2]));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> IdxReader.images(labels, images, Normalization.unit()))
          .withMessage(
              "File digits holds an array of shape (2), expected images (examples, height,"
                  + " width).\nMaybe images and labels were swapped.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> IdxReader.images(images, images, Normalization.unit()))
          .withMessageContaining("expected labels (examples)");
    }
  }
}
