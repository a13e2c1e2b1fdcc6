package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("MUNGE")
class MungeTest {
  /** Two far groups: x near 0 with category 1, x near 100 with category 2; y does what it likes. */
  private static Dataset groups(int rows) {
    SplittableRandom random = new SplittableRandom(3);
    float[] values = new float[3 * rows];
    for (int row = 0; row < rows; row++) {
      boolean second = row % 2 == 1;
      values[3 * row] = (second ? 100 : 0) + (float) random.nextDouble();
      values[3 * row + 1] = second ? 2 : 1;
      values[3 * row + 2] = (float) random.nextDouble();
    }
    return InMemoryDataset.of(
        HostTensor.ofFloats(Shape.of(rows, 3), values),
        HostTensor.ofInts(Shape.of(rows), IntStream.range(0, rows).map(i -> i % 2).toArray()));
  }

  private static float[] all(Dataset data) {
    return data.batch(IntStream.range(0, data.size()).toArray()).input().toFloatArray();
  }

  @Test
  @DisplayName("makes examples that lie where the data lie")
  void near() {
    Dataset source = groups(40);
    Dataset made = Munge.of(3).examples(source, 1);
    assertThat(made.size()).isEqualTo(120);
    float[] values = all(made);
    for (int row = 0; row < 120; row++) {
      double centre = row % 2 == 1 ? 100.5 : 0.5;
      assertThat((double) values[3 * row]).isBetween(centre - 5, centre + 5);
      assertThat(values[3 * row + 1]).isEqualTo(row % 2 == 1 ? 2 : 1);
    }
    assertThat(values).isNotEqualTo(all(Munge.of(3).examples(groups(42), 1)));
  }

  @Test
  @DisplayName("draws around the neighbour's number with the difference as deviation")
  void distribution() {
    Dataset pair = InMemoryDataset.unlabelled(HostTensor.ofFloats(Shape.of(2, 1), 0, 10));
    float[] values = all(new Munge(20_000, 1, 2, 7).examples(pair));
    double mean = 0;
    double squares = 0;
    for (int copy = 0; copy < 20_000; copy++) {
      double first = values[2 * copy];
      mean += first / 20_000;
      squares += first * first / 20_000;
    }
    // The first takes part twice: a' is from N(10, 5), b' from N(0, 5), and then the first is from
    // N(b', |a' - b'| / 2), of which the square's mean is 25 + (100 + 25 + 25) / 4.
    assertThat(mean).isBetween(-0.4, 0.4);
    assertThat(squares).isBetween(59.0, 66.0);
  }

  @Test
  @DisplayName("changes nothing where neighbours are equal, and swaps categories")
  void swaps() {
    Dataset equal = InMemoryDataset.unlabelled(HostTensor.ofFloats(Shape.of(2, 2), 4, 1, 4, 2));
    float[] values = all(new Munge(1, 1, 1, 0).examples(equal, 1));
    // Each of the two swaps once, so both categories are back where they were.
    assertThat(values).containsExactly(4, 1, 4, 2);
    float[] some = all(new Munge(50, 0.5, 1, 0).examples(equal, 1));
    assertThat(IntStream.range(0, 50).filter(i -> some[4 * i + 1] == 2).count())
        .isBetween(10L, 40L);
  }

  @Test
  @DisplayName("hides class labels, and repeats itself from a seed")
  void labels() {
    Dataset source = groups(10);
    InMemoryDataset made = Munge.of(1).examples(source);
    assertThat(made.batch(0, 5).labels(Batch.LABELS).toIntArray()).containsExactly(-1, -1);
    assertThat(made.fingerprint()).isEqualTo(Munge.of(1).examples(source).fingerprint());
    assertThat(made.fingerprint())
        .isNotEqualTo(new Munge(1, 0.5, 1, 1).examples(source).fingerprint());
  }

  @Test
  @DisplayName("refuses numbers, columns and data that it cannot use")
  void refusals() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Munge(0, 0.5, 1, 0))
        .withMessageContaining("0 copies");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Munge(1, Double.NaN, 1, 0))
        .withMessageContaining("swap NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Munge.of(1).examples(groups(4), 3))
        .withMessageContaining("column 3 of examples with 3 columns");
    Dataset one = InMemoryDataset.unlabelled(HostTensor.ofFloats(Shape.of(1, 2), 1, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Munge.of(1).examples(one))
        .withMessageContaining("1 examples");
  }
}
