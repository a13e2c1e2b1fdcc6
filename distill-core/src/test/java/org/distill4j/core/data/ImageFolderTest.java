package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.distill4j.core.data.ImageFolder.Colour;
import org.distill4j.data.Batch;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    assertThat(data.batch(2).inputs().toFloatArray())
        .containsExactly(1, 1, 128 / 255f, 128 / 255f, 0, 0);
  }

  @Test
  @DisplayName("turns colours to grey")
  void gray() {
    ImageDataset data = ImageFolder.exact(1, 2, Colour.GRAY).read(root, Normalization.unit());

    // 0.114 · 255 = 29.07 and 0.299 · 255 + 0.587 · 128 = 151.381.
    assertThat(data.batch(1, 2).inputs().toFloatArray())
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
                .inputs()
                .toFloatArray())
        .containsExactly(1, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageFolder.exact(1, 2, Colour.GRAY).read(root, Normalization.unit()))
        .withMessageContaining("2.png is 6 × 8, expected 1 × 2.\nMaybe ");
  }

  @Test
  @DisplayName("refuses what is no image, and links that lead out of it")
  void hostile(@TempDir Path elsewhere) throws IOException {
    ImageFolder folder = ImageFolder.exact(1, 2, Colour.GRAY);
    Path text = Files.writeString(root.resolve("dog/9.png"), "not an image");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> folder.read(root, Normalization.unit()))
        .withMessageContaining("9.png is no sound image: no reader knows it.\nMaybe ");
    Files.delete(text);
    Path outside = Files.copy(root.resolve("dog/1.png"), elsewhere.resolve("1.png"));
    Files.createSymbolicLink(root.resolve("dog/8.png"), outside);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> folder.read(root, Normalization.unit()))
        .withMessageContaining("8.png leads out of ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageFolder.classes(elsewhere))
        .withMessageContaining("has no folders, expected one for each class");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageFolder.exact(0, 2, Colour.GRAY))
        .withMessageContaining("Images of 0 × 2");
  }
}
