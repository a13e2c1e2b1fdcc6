package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A fixed number of augmented copies")
class AugmentedCopiesTest {
  private static final Shape IMAGE = Shape.of(2, 1, 3);

  private static Dataset images() {
    return InMemoryDataset.of(
        HostTensor.ofFloats(Shape.of(2, 6), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
        HostTensor.ofInts(Shape.of(2), 1, 0));
  }

  @Test
  @DisplayName("is the same each time it is read, whatever the batch, and each copy is another")
  void fixed() {
    Dataset copies = AugmentedCopies.of(images(), new GaussianNoise(0.5), 3, 4);
    assertThat(copies.size()).isEqualTo(6);
    assertThat(copies.repeatability()).isEqualTo(Dataset.Repeatability.FIXED);
    Batch whole = copies.batch(0, 1, 2, 3, 4, 5);
    Set<Float> seen = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      float[] again = copies.batch(i).input().toFloatArray();
      assertThat(again).containsExactly(whole.rows(i, i + 1).input().toFloatArray());
      seen.add(again[0]);
      assertThat(whole.id(i)).isEqualTo(i);
      assertThat(copies.id(i)).isEqualTo(i);
    }
    assertThat(seen).hasSize(6);
    assertThat(whole.labels(Batch.LABELS).toIntArray()).containsExactly(1, 0, 1, 0, 1, 0);
  }

  @Test
  @DisplayName("has a fingerprint that tells seeds, numbers and changes apart")
  void fingerprints() {
    Dataset images = images();
    Augmentation noise = new GaussianNoise(0.5);
    Set<String> all = new HashSet<>();
    all.add(AugmentedCopies.of(images, noise, 2, 1).fingerprint());
    all.add(AugmentedCopies.of(images, noise, 2, 2).fingerprint());
    all.add(AugmentedCopies.of(images, noise, 3, 1).fingerprint());
    all.add(AugmentedCopies.of(images, noise.then(new HorizontalFlip(IMAGE)), 2, 1).fingerprint());
    assertThat(all).hasSize(4);
    assertThat(all).contains(AugmentedCopies.of(images, noise, 2, 1).fingerprint());
  }

  @Test
  @DisplayName("does not depend on the name that Java gives a lambda")
  void lambdas() {
    Augmentation first = (from, to, random) -> to.put(0, from.get(0));
    assertThat(first.name()).isEqualTo(AugmentedCopiesTest.class.getName());
    assertThat(first.then(new GaussianNoise(1)).name())
        .isEqualTo(AugmentedCopiesTest.class.getName() + " then GaussianNoise[deviation=1.0]");
  }

  @Test
  @DisplayName("are mirrored from left to right, every second one, all channels together")
  void flips() {
    Dataset copies = AugmentedCopies.of(images(), new HorizontalFlip(IMAGE), 200, 9);
    int mirrored = 0;
    for (int i = 0; i < 200; i++) {
      float[] values = copies.batch(2 * i).input().toFloatArray();
      if (values[0] == 3) {
        assertThat(values).containsExactly(3, 2, 1, 6, 5, 4);
        mirrored++;
      } else {
        assertThat(values).containsExactly(1, 2, 3, 4, 5, 6);
      }
    }
    assertThat(mirrored).isBetween(70, 130);
  }

  @Test
  @DisplayName("take one change after another")
  void chain() {
    Augmentation twice =
        (from, to, random) -> IntStream.range(0, 6).forEach(i -> to.put(i, 2 * from.get(i)));
    Augmentation more =
        (from, to, random) -> IntStream.range(0, 6).forEach(i -> to.put(i, 1 + from.get(i)));
    assertThat(AugmentedCopies.of(images(), twice.then(more), 1, 0).batch(0).input().toFloatArray())
        .containsExactly(3, 5, 7, 9, 11, 13);
  }

  @Test
  @DisplayName("refuses no copies, other inputs and other images")
  void refusals() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AugmentedCopies.of(images(), new GaussianNoise(1), 0, 0))
        .withMessageStartingWith("0 copies of 2 examples");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GaussianNoise(0))
        .withMessageContaining("deviation 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                AugmentedCopies.of(
                    images(),
                    new GaussianNoise(1).then(new HorizontalFlip(Shape.of(1, 1, 3))),
                    1,
                    0))
        .withMessageContaining("HorizontalFlip for images of shape");
  }
}
