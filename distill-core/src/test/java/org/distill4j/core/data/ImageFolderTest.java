package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.distill4j.core.data.ImageFolder.Colour;
import org.distill4j.data.Batch;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A folder of images")
class ImageFolderTest {
  @TempDir private Path root = Path.of("");

  private void image(String path, int width, int height, int rgb) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, rgb);
    }
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  @BeforeEach
  void images() throws IOException {
    image("dog/1.png", 2, 1, 0xff8000);
    image("cat/2.png", 2, 1, 0x0000ff);
    image("cat/1.png", 2, 1, 0xffffff);
    Files.writeString(root.resolve("cat/.hidden"), "x");
  }

  @Test
  @DisplayName("gives the classes in the order of their folders, and channels apart")
  void rgb() {
    ImageDataset data = ImageFolder.exact(1, 2, Colour.RGB).read(root, Normalization.unit());

    Batch batch = data.batch(0, 1, 2);
    assertThat(ImageFolder.classes(root)).containsExactly("cat", "dog");
    assertThat(batch.labels(Batch.LABELS).toIntArray()).containsExactly(0, 0, 1);
    assertThat(data.input().shape()).isEqualTo(Shape.of(3, 1, 2));
    assertThat(data.batch(2).input().toFloatArray())
        .containsExactly(1, 1, 128 / 255f, 128 / 255f, 0, 0);
  }

  @Test
  @DisplayName("turns colours to grey")
  void gray() {
    ImageDataset data = ImageFolder.exact(1, 2, Colour.GRAY).read(root, Normalization.unit());

    // 0.114 · 255 = 29.07 and 0.299 · 255 + 0.587 · 128 = 151.381.
    assertThat(data.batch(1, 2).input().toFloatArray())
        .containsExactly(29 / 255f, 29 / 255f, 151 / 255f, 151 / 255f);
  }

  @Test
  @DisplayName("scales other sizes if it may, and refuses them if not")
  void sizes() throws IOException {
    image("dog/2.png", 8, 6, 0xffffff);
    assertThat(
            ImageFolder.resized(1, 2, Colour.GRAY)
                .read(root, Normalization.unit())
                .batch(3)
                .input()
                .toFloatArray())
        .containsExactly(1, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageFolder.exact(1, 2, Colour.GRAY).read(root, Normalization.unit()))
        .withMessageContaining("2.png is 6 × 8, expected 1 × 2.\nMaybe ");
  }

  private Path file(String path, byte... bytes) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  /** The values that a file becomes, in [0, 255]. */
  private int[] values(Colour colour, int height, int width, String name, byte... bytes)
      throws IOException {
    Path alone = root.resolve("alone");
    file("alone/a/" + name, bytes);
    float[] numbers =
        ImageFolder.exact(height, width, colour)
            .read(alone, Normalization.unit())
            .batch(0)
            .input()
            .toFloatArray();
    Files.delete(alone.resolve("a/" + name));
    int[] values = new int[numbers.length];
    Arrays.setAll(values, i -> Math.round(255 * numbers[i]));
    return values;
  }

  private int[] gray(int width, int bands, int bits, int... pixels) throws IOException {
    byte[] png = ImageFiles.bytes(ImageFiles.of(width, bands, bits, pixels), "png");
    return values(Colour.GRAY, pixels.length / bands / width, width, "1.png", png);
  }

  @Nested
  @DisplayName("takes an image's values")
  class Rule {
    @Test
    @DisplayName("as they are, if it is grey")
    void grey() throws IOException {
      assertThat(gray(3, 1, 8, 0, 64, 200)).containsExactly(0, 64, 200);
      byte[] png = ImageFiles.bytes(ImageFiles.of(2, 1, 8, 64, 200), "png");
      assertThat(values(Colour.RGB, 1, 2, "1.png", png)).containsExactly(64, 200, 64, 200, 64, 200);
      byte[] jpeg = ImageFiles.bytes(ImageFiles.of(8, 1, 8, flat(64, 64)), "jpeg");
      assertThat(values(Colour.GRAY, 8, 8, "1.jpg", jpeg)).containsOnly(64);
    }

    private static int[] flat(int count, int value) {
      int[] values = new int[count];
      Arrays.fill(values, value);
      return values;
    }

    @Test
    @DisplayName("from 16 bits by rounding, and from few bits by stretching")
    void depths() throws IOException {
      // 32767 · 255 / 65535 = 127.498.
      assertThat(gray(3, 1, 16, 65535, 32767, 257)).containsExactly(255, 127, 1);
      BufferedImage bilevel = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
      bilevel.setRGB(1, 0, 0xffffff);
      assertThat(values(Colour.GRAY, 1, 2, "1.png", ImageFiles.bytes(bilevel, "png")))
          .containsExactly(0, 255);
      assertThat(values(Colour.GRAY, 1, 2, "1.bmp", ImageFiles.bytes(bilevel, "bmp")))
          .containsExactly(0, 255);
    }

    @Test
    @DisplayName("over white where it is transparent, grey or coloured, scaled or not")
    void transparent() throws IOException {
      // 100 · 51 / 255 + 255 · 204 / 255 = 224.
      assertThat(gray(3, 2, 8, 100, 255, 100, 0, 100, 51)).containsExactly(100, 255, 224);
      byte[] png = ImageFiles.bytes(ImageFiles.of(2, 4, 8, 10, 20, 30, 255, 10, 20, 30, 0), "png");
      assertThat(values(Colour.RGB, 1, 2, "1.png", png)).containsExactly(10, 255, 20, 255, 30, 255);
      assertThat(values(Colour.GRAY, 1, 3, "1.png", ImageFiles.keyedPng(7, 6, 7, 8)))
          .containsExactly(6, 255, 8);
      file("clear/a/1.png", ImageFiles.bytes(ImageFiles.of(2, 4, 8, new int[16]), "png"));
      assertThat(
              ImageFolder.resized(1, 1, Colour.GRAY)
                  .read(root.resolve("clear"), Normalization.unit())
                  .batch(0)
                  .input()
                  .toFloatArray())
          .containsExactly(1);
    }

    @Test
    @DisplayName("from CMYK, in each of the three forms in which JPEG files have it")
    void cmyk() throws IOException {
      // (255 − 51) · (255 − 0) / 255 = 204, (255 − 102) = 153, 255.
      int[] wanted = {204, 153, 255};
      assertNear(values(Colour.RGB, 8, 8, "1.jpg", ImageFiles.cmyk(-1, 51, 102, 0, 0)), wanted);
      assertNear(values(Colour.RGB, 8, 8, "1.jpg", ImageFiles.cmyk(0, 204, 153, 255, 255)), wanted);
      // Luminance and differences of (204, 153, 255) are (180, 170, 145).
      assertNear(values(Colour.RGB, 8, 8, "1.jpg", ImageFiles.cmyk(2, 180, 170, 145, 255)), wanted);
    }

    private static void assertNear(int[] values, int... colour) {
      for (int i = 0; i < values.length; i++) {
        assertThat(values[i]).isCloseTo(colour[i / 64], within(3));
      }
    }

    @ParameterizedTest(name = "orientation {0}")
    @CsvSource({
      "1, 2, 1 2 3 4 5 6", "2, 2, 3 2 1 6 5 4", "3, 2, 6 5 4 3 2 1", "4, 2, 4 5 6 1 2 3",
      "5, 3, 1 4 2 5 3 6", "6, 3, 4 1 5 2 6 3", "7, 3, 6 3 5 2 4 1", "8, 3, 3 6 2 5 1 4",
      "9, 2, 1 2 3 4 5 6"
    })
    @DisplayName("turned as its EXIF data say")
    void turned(int orientation, int height, String wanted) throws IOException {
      byte[] png = ImageFiles.bytes(ImageFiles.of(3, 1, 8, 1, 2, 3, 4, 5, 6), "png");
      int[] turned =
          values(Colour.GRAY, height, 6 / height, "1.png", ImageFiles.turnedPng(png, orientation));
      assertThat(turned)
          .containsExactly(Arrays.stream(wanted.split(" ")).mapToInt(Integer::parseInt).toArray());
    }

    @Test
    @DisplayName("turned in JPEG files too, in sides of its own")
    void turnedJpeg() throws IOException {
      int[] pixels = new int[16 * 8];
      Arrays.fill(pixels, 64, 128, 255);
      byte[] jpeg = ImageFiles.bytes(ImageFiles.of(16, 1, 8, pixels), "jpeg");
      int[] turned = values(Colour.GRAY, 16, 8, "1.jpg", ImageFiles.turnedJpeg(jpeg, 6));
      assertThat(turned[0]).isGreaterThan(200);
      assertThat(turned[7]).isLessThan(50);
      assertThat(Orientation.read(new byte[0])).isEqualTo(1);
      for (int length = 0; length < 60; length++) {
        Orientation.read(Arrays.copyOf(ImageFiles.turnedJpeg(jpeg, 6), length));
      }
    }

    @Test
    @DisplayName("scaled by averaging what a pixel covers, without a screen")
    void scaled() {
      PixelPlanes line = new PixelPlanes(4, 1, new byte[] {0, 100, 100, (byte) 200});
      // Triangles of two old pixels to each side: (0.75 · 0 + 0.75 · 100 + 0.25 · 100) / 1.75.
      assertThat(line.scaled(2, 1).planes()[0]).containsExactly((byte) 57, (byte) 143);
      // Halves of neighbours, and the edge itself.
      assertThat(new PixelPlanes(2, 1, new byte[] {0, 100}).scaled(4, 1).planes()[0])
          .containsExactly(0, 25, 75, 100);
    }
  }

  @Nested
  @DisplayName("reads more than fits in memory")
  class Large {
    @Test
    @DisplayName("from the files, to the same numbers, names and fingerprint")
    void fromFiles() throws IOException {
      ImageFolder folder = ImageFolder.exact(1, 2, Colour.RGB);
      ImageDataset inMemory = folder.read(root, Normalization.unit());
      ImageDataset onDisk = folder.read(root, Normalization.unit(), 17);

      assertThat(onDisk.batch(2, 0).input()).isEqualTo(inMemory.batch(2, 0).input());
      assertThat(onDisk.flat().input().shape()).isEqualTo(Shape.of(6));
      assertThat(onDisk.fingerprint()).isEqualTo(inMemory.fingerprint());
      assertThat(onDisk.classNames()).containsExactly("cat", "dog");
      Files.delete(root.resolve("dog/1.png"));
      assertThat(inMemory.batch(2).input().toFloatArray()[0]).isEqualTo(1);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> onDisk.batch(2))
          .withMessageContaining("1.png is not a valid image: it is no file.\nMaybe ");
    }

    @Test
    @DisplayName("and reads all headers first")
    void headers() throws IOException {
      file("dog/2.png", (byte) 1);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ImageFolder.exact(1, 2, Colour.RGB).read(root, Normalization.unit(), 1))
          .withMessageContaining(
              "2.png is not a valid image: it is neither PNG, JPEG, GIF nor BMP");
    }
  }

  @Nested
  @DisplayName("has classes")
  class Classes {
    @Test
    @DisplayName("by name where they are given, one without examples among them")
    void given() throws IOException {
      ImageFolder folder = ImageFolder.exact(1, 2, Colour.GRAY).withClasses("bird", "dog", "cat");
      Files.createDirectory(root.resolve("bird"));
      ImageDataset data = folder.read(root, Normalization.unit());
      assertThat(data.batch(0, 1, 2).labels(Batch.LABELS).toIntArray()).containsExactly(2, 2, 1);
      assertThat(data.classNames()).containsExactly("bird", "dog", "cat");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> folder.withClasses("dog").read(root, Normalization.unit()))
          .withMessageContaining("bird is no folder of a class, expected one of [dog].\nMaybe ");
    }

    @Test
    @DisplayName("that each have an example")
    void empty() throws IOException {
      Files.createDirectory(root.resolve("__MACOSX"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ImageFolder.exact(1, 2, Colour.GRAY).read(root, Normalization.unit()))
          .withMessageContaining("__MACOSX has no images, expected at least one")
          .withMessageContaining("\nMaybe it is no class; remove the folder.");
    }

    @Test
    @DisplayName("whose folders and images may be links to elsewhere")
    void links(@TempDir Path elsewhere) throws IOException {
      Path blob = Files.move(root.resolve("dog/1.png"), elsewhere.resolve("0a"));
      Files.createSymbolicLink(root.resolve("dog/1.png"), blob);
      Path cats = Files.move(root.resolve("cat"), elsewhere.resolve("cats"));
      Files.createSymbolicLink(root.resolve("cat"), cats);
      ImageFolder folder = ImageFolder.exact(1, 2, Colour.GRAY);
      assertThat(folder.read(root, Normalization.unit()).size()).isEqualTo(3);
      Files.delete(blob);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> folder.read(root, Normalization.unit()))
          .withMessageContaining("it is a link to what is not there");
    }
  }

  @Nested
  @DisplayName("refuses")
  class Refuses {
    private void assertRefused(String name, String message, byte... bytes) throws IOException {
      Path file = file("dog/" + name, bytes);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ImageFolder.resized(1, 2, Colour.GRAY).read(root, Normalization.unit()))
          .withMessageContaining(name + " is not a valid image: " + message)
          .withMessageContaining("\nMaybe ");
      Files.delete(file);
    }

    @Test
    @DisplayName("what is no image, or none that it says it reads")
    void unknown() throws IOException {
      assertRefused("9.png", "it is neither PNG, JPEG, GIF nor BMP", (byte) 'n');
      assertRefused(
          "9.tiff",
          "it is neither",
          ImageFiles.bytes(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "tiff"));
      Files.createDirectory(root.resolve("dog/more"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ImageFolder.resized(1, 2, Colour.GRAY).read(root, Normalization.unit()))
          .withMessageContaining("more is not a valid image: it is a folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
    @DisplayName("a file that is cut short, wherever it is, or reads what is left")
    void cut(String format) throws IOException {
      byte[] whole = ImageFiles.bytes(new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB), format);
      Path file = root.resolve("dog/9." + format);
      for (int length = 0; length < whole.length; length += 3) {
        Files.write(file, Arrays.copyOf(whole, length));
        try {
          new ImageFile(file).decode(Colour.RGB);
        } catch (IllegalArgumentException refused) {
          assertThat(refused).hasMessageContaining("is not a valid image: ");
        }
      }
    }

    @Test
    @DisplayName("a size that its bytes cannot hold, before it is decoded")
    void bomb() throws IOException {
      byte[] gif =
          ImageFiles.bytes(new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_INDEXED), "gif");
      int image = 0;
      while (gif[image] != ',' || gif[image + 5] != 2 || gif[image + 7] != 2) {
        image++;
      }
      gif[image + 6] = 0x1f;
      gif[image + 8] = 0x1f;
      assertRefused("9.gif", "it has 7938 × 7938 pixels in " + gif.length + " bytes", gif);
    }

    @Test
    @DisplayName("what has no folders, and sides below 1")
    void folders(@TempDir Path elsewhere) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ImageFolder.classes(elsewhere))
          .withMessageContaining("has no folders, expected one for each class");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ImageFolder.exact(0, 2, Colour.GRAY))
          .withMessageContaining("Images of 0 × 2");
    }
  }
}
