package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.data.HostAllocator;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A data set in memory")
class InMemoryDatasetTest {
  private static final HostTensor INPUTS =
      HostTensor.ofFloats(Shape.of(3, 2), 0, 1, 10, 11, 20, 21);
  private static final HostTensor LABELS = HostTensor.ofInts(Shape.of(3), 7, 8, 9);

  @Nested
  @DisplayName("gives")
  class Gives {
    @Test
    @DisplayName("the examples asked for, in that order, with ids and labels")
    void batch() {
      Batch batch = InMemoryDataset.of(INPUTS, LABELS).batch(2, 0, 2);

      assertThat(batch.input())
          .isEqualTo(HostTensor.ofFloats(Shape.of(3, 2), 20, 21, 0, 1, 20, 21));
      assertThat(batch.labels(Batch.LABELS).toIntArray()).containsExactly(9, 7, 9);
      assertThat(batch.id(0)).isEqualTo(2);
      assertThat(batch.id(1)).isZero();
    }

    @Test
    @DisplayName("labels of several names and types")
    void namedLabels() {
      HostTensor targets = HostTensor.ofFloats(Shape.of(3, 1), 0.5f, 1.5f, 2.5f);
      InMemoryDataset data = InMemoryDataset.of(INPUTS, Map.of("digit", LABELS, "slant", targets));

      assertThat(data.labels())
          .containsEntry("digit", TensorSpec.ints())
          .containsEntry("slant", TensorSpec.floats(1));
      assertThat(data.batch(1).labels("slant").toFloatArray()).containsExactly(1.5f);
    }

    @Test
    @DisplayName("labels of −1 when there are none")
    void unlabelled() {
      Batch batch = InMemoryDataset.unlabelled(INPUTS).batch(0, 1);

      assertThat(batch.labels(Batch.LABELS).toIntArray()).containsExactly(-1, -1);
    }

    @Test
    @DisplayName("batches in the memory it is handed")
    void recycled() {
      InMemoryDataset data = InMemoryDataset.of(INPUTS, LABELS);
      HostAllocator memory = HostAllocator.recycling();

      HostTensor first = data.batch(memory, 0, 1).input();
      HostTensor second = data.batch(memory, 2, 1).input();

      assertThat(second).isSameAs(first);
      assertThat(second.toFloatArray()).containsExactly(20, 21, 10, 11);
    }

    @Test
    @DisplayName("a fingerprint that follows values, labels and shape")
    void fingerprint() {
      String print = InMemoryDataset.of(INPUTS, LABELS).fingerprint();

      assertThat(InMemoryDataset.of(INPUTS.copy(), LABELS.copy()).fingerprint())
          .isEqualTo(print)
          .matches("[0-9a-f]{64}");
      assertThat(InMemoryDataset.unlabelled(INPUTS).fingerprint()).isNotEqualTo(print);
      assertThat(InMemoryDataset.of(INPUTS.reshape(Shape.of(3, 1, 2)), LABELS).fingerprint())
          .isNotEqualTo(print);
      assertThat(InMemoryDataset.of(INPUTS, Map.of("digit", LABELS)).fingerprint())
          .isNotEqualTo(print);
    }
  }

  @Nested
  @DisplayName("refuses")
  class Refuses {
    @Test
    @DisplayName("NaN, naming example and position")
    void notANumber() {
      HostTensor inputs = HostTensor.allocate(INPUTS.type(), Shape.of(4, 2, 3));
      inputs.floats().put(3 * 6 + 4, Float.NaN);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> InMemoryDataset.unlabelled(inputs))
          .withMessage(
              "The input of example 3 is NaN at position [1, 1], expected a finite number.\n"
                  + "Maybe a division by zero or a missing value came before it.");
    }

    @Test
    @DisplayName("infinite values, also in labels")
    void infinite() {
      HostTensor targets = HostTensor.ofFloats(Shape.of(3), 0, Float.NEGATIVE_INFINITY, 0);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> InMemoryDataset.of(INPUTS, Map.of("slant", targets)))
          .withMessageStartingWith(
              "Label \"slant\" of example 1 is -Infinity, expected a finite number.");
    }

    @Test
    @DisplayName("labels for another number of examples")
    void otherCount() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> InMemoryDataset.of(INPUTS, HostTensor.ofInts(Shape.of(2), 0, 1)))
          .withMessage(
              "Labels \"labels\" are for 2 examples, expected 3 as there are inputs.\n"
                  + "Maybe the labels are those of another part of the data.");
    }

    @Test
    @DisplayName("a tensor without an axis of examples")
    void scalar() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> InMemoryDataset.unlabelled(HostTensor.ofFloats(Shape.scalar(), 1)))
          .withMessage(
              "The input has shape (), expected the examples on axis 0.\n"
                  + "Maybe the batch axis is missing.");
    }

    @Test
    @DisplayName("places that it does not have")
    void noSuchPlace() {
      InMemoryDataset data = InMemoryDataset.of(INPUTS, LABELS);
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> data.batch(0, 3))
          .withMessage(
              "Example 3 was asked of a data set of 3, expected a place in [0, 3).\n"
                  + "Maybe the places are those of another data set.");
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> data.batch(-1))
          .withMessageStartingWith("Example -1 was asked");
    }
  }

  @Test
  @DisplayName("has ids of its user's, which are part of what it is")
  void ids() {
    InMemoryDataset plain =
        InMemoryDataset.unlabelled(HostTensor.ofFloats(Shape.of(3, 1), 1, 2, 3));

    InMemoryDataset named = plain.withIds(90, -1, 1L << 40);

    Batch batch = named.batch(2, 0);
    assertThat(batch.id(0)).isEqualTo(1L << 40);
    assertThat(batch.id(1)).isEqualTo(90);
    assertThat(named.id(1)).isEqualTo(-1);
    assertThat(plain.id(1)).isEqualTo(1);
    assertThat(named.fingerprint())
        .isNotEqualTo(plain.fingerprint())
        .isEqualTo(plain.withIds(90, -1, 1L << 40).fingerprint());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plain.withIds(1, 2))
        .withMessageContaining("2 ids were given for 3 examples")
        .withMessageContaining("\nMaybe ");
  }
}
