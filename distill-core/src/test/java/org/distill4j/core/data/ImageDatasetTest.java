package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.distill4j.data.Batch;
import org.distill4j.data.HostAllocator;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A data set of images")
class ImageDatasetTest {
  private static final byte[] PIXELS = {0, (byte) 255, 51, (byte) 204, 102, (byte) 153};
  private static final Map<String, int[]> DIGITS = Map.of(Batch.LABELS, new int[] {4, 5, 6});

  private static ImageDataset images(Normalization normalization) {
    return ImageDataset.of(Shape.of(1, 1, 2), PIXELS, DIGITS, normalization);
  }

  @Nested
  @DisplayName("gives")
  class Gives {
    @Test
    @DisplayName("bytes as numbers in [−1, 1]")
    void centered() {
      Batch batch = images(Normalization.centered()).batch(0, 1, 2);

      assertThat(batch.input().shape()).isEqualTo(Shape.of(3, 1, 1, 2));
      assertThat(batch.input().toFloatArray()).containsExactly(-1f, 1f, -0.6f, 0.6f, -0.2f, 0.2f);
    }

    @Test
    @DisplayName("bytes as numbers in [0, 1], in the order asked for")
    void unit() {
      Batch batch = images(Normalization.unit()).batch(2, 0);

      assertThat(batch.input().toFloatArray()).containsExactly(0.4f, 0.6f, 0f, 1f);
      assertThat(batch.labels(Batch.LABELS).toIntArray()).containsExactly(6, 4);
      assertThat(batch.id(0)).isEqualTo(2);
    }

    @Test
    @DisplayName("several kinds of labels")
    void severalLabels() {
      Map<String, int[]> labels =
          Map.of("digit", new int[] {4, 5, 6}, "even", new int[] {1, -1, 1});
      ImageDataset data = ImageDataset.of(Shape.of(2), PIXELS, labels, Normalization.unit());

      assertThat(data.labels()).containsOnlyKeys("digit", "even");
      assertThat(data.batch(1).labels("even").toIntArray()).containsExactly(-1);
    }

    @Test
    @DisplayName("the same pixels as vectors")
    void flat() {
      ImageDataset flat = images(Normalization.unit()).flat();

      assertThat(flat.input()).isEqualTo(TensorSpec.floats(2));
      assertThat(flat.batch(1).input()).isEqualTo(HostTensor.ofFloats(Shape.of(1, 2), 0.2f, 0.8f));
    }

    @Test
    @DisplayName("the same pixels as other numbers")
    void normalized() {
      ImageDataset other = images(Normalization.centered()).normalized(Normalization.unit());

      assertThat(other.batch(2).input().toFloatArray()).containsExactly(0.4f, 0.6f);
      assertThat(other.fingerprint()).isEqualTo(images(Normalization.unit()).fingerprint());
    }

    @Test
    @DisplayName("the same batches to many threads at once")
    void threads() {
      ImageDataset data = images(Normalization.centered());
      float[] expected = data.batch(0, 1, 2).input().toFloatArray();

      List<float[]> read =
          IntStream.range(0, 1000)
              .parallel()
              .mapToObj(i -> data.batch(HostAllocator.fresh(), 0, 1, 2).input().toFloatArray())
              .toList();

      assertThat(read).allSatisfy(values -> assertThat(values).isEqualTo(expected));
    }

    @Test
    @DisplayName("a fingerprint that follows pixels, labels, shape and normalisation")
    void fingerprint() {
      String print = images(Normalization.unit()).fingerprint();
      byte[] other = PIXELS.clone();
      other[3] ^= 1;

      assertThat(images(Normalization.unit()).fingerprint()).isEqualTo(print);
      assertThat(images(Normalization.centered()).fingerprint()).isNotEqualTo(print);
      assertThat(images(Normalization.unit()).flat().fingerprint()).isNotEqualTo(print);
      assertThat(
              ImageDataset.of(Shape.of(1, 1, 2), other, DIGITS, Normalization.unit()).fingerprint())
          .isNotEqualTo(print);
      assertThat(
              ImageDataset.of(
                      Shape.of(1, 1, 2),
                      PIXELS,
                      Map.of(Batch.LABELS, new int[] {4, 5, 7}),
                      Normalization.unit())
                  .fingerprint())
          .isNotEqualTo(print);
    }
  }

  @Nested
  @DisplayName("refuses")
  class Refuses {
    @Test
    @DisplayName("no images")
    void empty() {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> ImageDataset.of(Shape.of(2), new byte[0], Map.of(), Normalization.unit()))
          .withMessage(
              "A data set of 0 examples, expected at least 1.\n"
                  + "Maybe a filter or a split left no examples.");
    }

    @Test
    @DisplayName("a last image that is cut off")
    void cutOff() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ImageDataset.of(Shape.of(4), PIXELS, Map.of(), Normalization.unit()))
          .withMessage(
              "6 pixels were given for images of shape (4), expected a multiple of 4.\n"
                  + "Maybe the number of channels differs, or the last image is cut off.");
    }

    @Test
    @DisplayName("labels for another number of images")
    void otherCount() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ImageDataset.of(Shape.of(3), PIXELS, DIGITS, Normalization.unit()))
          .withMessage(
              "Labels \"labels\" are for 3 images, expected 2.\n"
                  + "Maybe the labels are those of another part of the data.");
    }

    @Test
    @DisplayName("a shape of another size")
    void otherSize() {
      ImageDataset data = images(Normalization.unit());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> data.reshape(Shape.of(3)))
          .withMessage(
              "Images of shape (1, 1, 2) were given shape (3) of 3 pixels, expected 2.\n"
                  + "Maybe the number of channels differs.");
    }

    @Test
    @DisplayName("a deviation that is not above 0")
    void deviation() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Normalization(0.5, 0))
          .withMessage(
              "Normalization with mean 0.5 and deviation 0.0, expected finite numbers and a"
                  + " deviation above 0.\nMaybe all pixels it was computed from are the same.");
      assertThatIllegalArgumentException().isThrownBy(() -> new Normalization(Double.NaN, 1));
    }

    @Test
    @DisplayName("places that it does not have")
    void noSuchPlace() {
      ImageDataset data = images(Normalization.unit());
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> data.batch(3))
          .withMessageStartingWith("Example 3 was asked of a data set of 3");
    }
  }
}
