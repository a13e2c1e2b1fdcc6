package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Sampling by class")
class ClassSamplingTest {
  /** Of 40 examples 30 of class 0, 8 of class 1 and 2 without a label. */
  private static Dataset rare() {
    int[] labels = new int[40];
    Arrays.fill(labels, 30, 38, 1);
    Arrays.fill(labels, 38, 40, -1);
    return InMemoryDataset.of(
        HostTensor.ofFloats(Shape.of(40, 1), new float[40]),
        HostTensor.ofInts(Shape.of(40), labels));
  }

  private static long count(Dataset data, int label) {
    return Arrays.stream(Labels.read(data, Batch.LABELS)).filter(c -> c == label).count();
  }

  @Test
  @DisplayName("brings all classes to about the number of the most frequent")
  void balanced() {
    Dataset data = ClassSampling.balanced(rare(), Batch.LABELS, 5);

    assertThat(count(data, 0)).isEqualTo(30);
    // 30 / 8 is 3.75: each of the 8 three or four times.
    assertThat(count(data, 1)).isBetween(24L, 32L);
    assertThat(count(data, -1)).isEqualTo(2);
  }

  @Test
  @DisplayName("takes whole weights as they are, and draws fractions from the seed")
  void weights() {
    Dataset data = ClassSampling.byClass(rare(), Batch.LABELS, 5, 1, 3);
    assertThat(count(data, 0)).isEqualTo(30);
    assertThat(count(data, 1)).isEqualTo(24);

    Dataset fewer = ClassSampling.byClass(rare(), Batch.LABELS, 5, 0.5, 1);
    assertThat(count(fewer, 0)).isBetween(5L, 25L);
    assertThat(fewer.fingerprint())
        .isEqualTo(ClassSampling.byClass(rare(), Batch.LABELS, 5, 0.5, 1).fingerprint())
        .isNotEqualTo(ClassSampling.byClass(rare(), Batch.LABELS, 6, 0.5, 1).fingerprint());
  }

  @Test
  @DisplayName("needs a weight for each class, and labels to balance")
  void refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassSampling.byClass(rare(), Batch.LABELS, 5, 1))
        .withMessageContaining("expected a finite number of at least 0 for each of the classes 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassSampling.balanced(Unlabelled.of(rare()), Batch.LABELS, 5))
        .withMessageContaining("None of 40 examples has a label");
  }
}
