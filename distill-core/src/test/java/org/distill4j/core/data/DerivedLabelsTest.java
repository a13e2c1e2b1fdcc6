package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Labels that follow from others")
class DerivedLabelsTest {
  private final Dataset digits =
      InMemoryDataset.of(
          HostTensor.ofFloats(Shape.of(4, 1), 0, 1, 2, 3),
          HostTensor.ofInts(Shape.of(4), 3, -1, 0, 8));

  @Test
  @DisplayName("stand beside them, and are unknown where those are")
  void derived() {
    Dataset data = DerivedLabels.of(digits, Batch.LABELS, 10, "odd", digit -> digit % 2);
    Batch batch = data.batch(0, 1, 2, 3);

    assertThat(batch.labels("odd").toIntArray()).containsExactly(1, -1, 0, 0);
    assertThat(batch.labels(Batch.LABELS).toIntArray()).containsExactly(3, -1, 0, 8);
    assertThat(batch.id(3)).isEqualTo(3);
    assertThat(data.labels()).containsOnlyKeys(Batch.LABELS, "odd");
    assertThat(data.labels().get("odd")).isEqualTo(TensorSpec.ints());
    assertThat(data.input()).isEqualTo(digits.input());
    assertThat(data.size()).isEqualTo(4);
    assertThat(data.repeatability()).isEqualTo(Dataset.Repeatability.FIXED);
  }

  @Test
  @DisplayName("may replace them")
  void replaced() {
    Dataset data = DerivedLabels.of(digits, Batch.LABELS, 10, Batch.LABELS, digit -> digit % 2);

    assertThat(Labels.read(data, Batch.LABELS)).containsExactly(1, -1, 0, 0);
  }

  @Test
  @DisplayName("have a fingerprint of data, name and rule")
  void fingerprint() {
    Dataset data = DerivedLabels.of(digits, Batch.LABELS, 10, "odd", digit -> digit % 2);

    assertThat(data.fingerprint())
        .isEqualTo(DerivedLabels.of(digits, Batch.LABELS, 10, "odd", d -> d & 1).fingerprint())
        .isNotEqualTo(
            DerivedLabels.of(digits, Batch.LABELS, 10, "odd", d -> 1 - d % 2).fingerprint());
  }

  @Test
  @DisplayName("need labels that are there, classes, and as few as was said")
  void refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DerivedLabels.of(digits, "digit", 10, "odd", d -> d % 2))
        .withMessage(
            "Labels \"digit\" are not there, expected one INT32 class for each example, among"
                + " [labels].\nMaybe the labels have another name.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DerivedLabels.of(digits, Batch.LABELS, 2, "odd", d -> d - 2))
        .withMessage(
            "The labels \"odd\" that follow from \"labels\" are [-2, -1], expected classes from 0,"
                + " or -1 for unknown.\nMaybe the rule subtracts.");
    Dataset few = DerivedLabels.of(digits, Batch.LABELS, 8, "odd", d -> d % 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> few.batch(3))
        .withMessage(
            "Example 3 has the class 8 in \"labels\", expected one below 8.\n"
                + "Maybe the data have more classes than were named.");
  }

  @Test
  @DisplayName("can be gone by when examples are chosen")
  void chosen() {
    Subset odd = Subset.where(digits, Batch.LABELS, digit -> digit == 8 || digit == 3);

    assertThat(Labels.read(odd, Batch.LABELS)).containsExactly(3, 8);
    assertThat(odd.batch(1).id(0)).isEqualTo(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Subset.where(digits, Batch.LABELS, digit -> digit == 5))
        .withMessageStartingWith("A data set of 0 examples");
  }
}
