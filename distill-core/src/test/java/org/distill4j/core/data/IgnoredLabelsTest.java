package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A number that means no label")
class IgnoredLabelsTest {
  private static Dataset pixels(int... labels) {
    return InMemoryDataset.of(
        HostTensor.ofFloats(Shape.of(2, 1), 0, 1),
        Map.of(Batch.LABELS, HostTensor.ofInts(Shape.of(2, labels.length / 2), labels)));
  }

  @Test
  @DisplayName("is read as −1, at each position")
  void ignored() {
    Dataset data = IgnoredLabels.of(pixels(0, 255, 3, -1, 255, 2), Batch.LABELS, 255);

    Batch batch = data.batch(1, 0);
    assertThat(batch.labels(Batch.LABELS).toIntArray()).containsExactly(-1, -1, 2, 0, -1, 3);
    assertThat(batch.id(0)).isEqualTo(1);
    assertThat(data.size()).isEqualTo(2);
    assertThat(data.labels()).isEqualTo(pixels(0, 255, 3, -1, 255, 2).labels());
  }

  @Test
  @DisplayName("is hidden at each position with the labels of an example")
  void hidden() {
    Dataset data = Unlabelled.except(pixels(0, 1, 2, 3), 1);

    assertThat(data.batch(0, 1).labels(Batch.LABELS).toIntArray()).containsExactly(-1, -1, 2, 3);
  }

  @Test
  @DisplayName("changes the fingerprint")
  void fingerprint() {
    Dataset data = pixels(0, 1);
    assertThat(IgnoredLabels.of(data, Batch.LABELS, 1).fingerprint())
        .isNotEqualTo(data.fingerprint())
        .isNotEqualTo(IgnoredLabels.of(data, Batch.LABELS, 2).fingerprint());
  }

  @Test
  @DisplayName("needs labels of that name")
  void missing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IgnoredLabels.of(pixels(0, 1), "mask", 255))
        .withMessage(
            "Labels \"mask\" are not there, expected INT32 classes, among [labels].\n"
                + "Maybe the labels have another name.");
  }
}
