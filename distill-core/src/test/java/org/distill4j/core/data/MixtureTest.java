package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A mixture")
class MixtureTest {
  private final Dataset source =
      InMemoryDataset.of(
          HostTensor.ofFloats(Shape.of(3, 2), 0, 1, 2, 3, 4, 5),
          HostTensor.ofInts(Shape.of(3), 7, 8, 9));
  private final Dataset target =
      InMemoryDataset.unlabelled(HostTensor.ofFloats(Shape.of(2, 2), 6, 7, 8, 9));

  @Test
  @DisplayName("holds the examples of all parts, with the part as a label")
  void examples() {
    Batch batch = Mixture.of(source, target).batch(4, 0, 3, 2);

    assertThat(batch.input())
        .isEqualTo(HostTensor.ofFloats(Shape.of(4, 2), 8, 9, 0, 1, 6, 7, 4, 5));
    assertThat(batch.labels(Batch.LABELS).toIntArray()).containsExactly(-1, 7, -1, 9);
    assertThat(batch.labels(Mixture.DOMAIN).toIntArray()).containsExactly(1, 0, 1, 0);
  }

  @Test
  @DisplayName("names its examples by their indexes, as two parts may use one id")
  void ids() {
    Batch batch = Mixture.of(source, target).batch(3, 0);

    assertThat(batch.id(0)).isEqualTo(3);
    assertThat(batch.id(1)).isZero();
  }

  @Test
  @DisplayName("that is balanced repeats the smaller part")
  void balanced() {
    Mixture mixture = Mixture.balanced(target, source);

    assertThat(mixture.size()).isEqualTo(6);
    assertThat(mixture.batch(0, 1, 2, 3).input())
        .isEqualTo(HostTensor.ofFloats(Shape.of(4, 2), 6, 7, 8, 9, 6, 7, 0, 1));
  }

  @Test
  @DisplayName("has the labels of its parts and one more, and is random if a part is")
  void specification() {
    Mixture mixture = Mixture.of(source, target);

    assertThat(mixture.labels()).containsOnlyKeys(Batch.LABELS, Mixture.DOMAIN);
    assertThat(mixture.input()).isEqualTo(TensorSpec.floats(2));
    assertThat(mixture.repeatability()).isEqualTo(Dataset.Repeatability.FIXED);
    Dataset random = Augmented.of(target, (from, to, any) -> {}, 0);
    assertThat(Mixture.of(source, random).repeatability()).isEqualTo(Dataset.Repeatability.RANDOM);
  }

  @Test
  @DisplayName("has a fingerprint of its parts in their order")
  void fingerprint() {
    assertThat(Mixture.of(source, target).fingerprint())
        .isEqualTo(Mixture.of(source, target).fingerprint())
        .isNotEqualTo(Mixture.of(target, source).fingerprint());
  }

  @Test
  @DisplayName("refuses parts that are not alike, and a place that it does not have")
  void refused() {
    Dataset wider = InMemoryDataset.unlabelled(HostTensor.ofFloats(Shape.of(1, 3), 0, 1, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mixture.of(source, wider))
        .withMessage(
            "Data of {input=FLOAT32(3)} with labels {labels=INT32()} were to be mixed with data of"
                + " {input=FLOAT32(2)} with labels {labels=INT32()}, expected the same.\n"
                + "Maybe unlabelled data lack labels of -1; see InMemoryDataset.unlabelled.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mixture.of())
        .withMessageStartingWith("A data set of 0 examples");
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> Mixture.of(source, target).batch(5))
        .withMessageStartingWith("Example 5 was asked of a data set of 5");
  }
}
