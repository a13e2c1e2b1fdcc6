package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Augmented data")
class AugmentedTest {
  private static final Jitter JITTER = new Jitter(Shape.of(1, 2, 3), 1, -1);

  /** Two images of 2 x 3 pixels that are kept as vectors. */
  private static Dataset images() {
    return InMemoryDataset.of(
        HostTensor.ofFloats(Shape.of(2, 6), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
        HostTensor.ofInts(Shape.of(2), 1, 0));
  }

  private static float[] read(Dataset data, int... indexes) {
    return data.batch(indexes).input().toFloatArray();
  }

  @Nested
  @DisplayName("by jitter")
  class ByJitter {
    /** Draws the numbers that it was given. */
    private static float[] shifted(int down, int right) {
      int[] drawn = {down, right};
      RandomGenerator random =
          new RandomGenerator() {
            private int next;

            @Override
            public long nextLong() {
              throw new UnsupportedOperationException("not drawn");
            }

            @Override
            public int nextInt(int from, int to) {
              assertThat(from).isEqualTo(-1);
              assertThat(to).isEqualTo(2);
              return drawn[next++];
            }
          };
      HostTensor to = HostTensor.ofFloats(Shape.of(6), 0, 0, 0, 0, 0, 0);
      HostTensor from = HostTensor.ofFloats(Shape.of(6), 1, 2, 3, 4, 5, 6);
      JITTER.change(from.floats(), to.floats(), random);
      return to.toFloatArray();
    }

    @Test
    @DisplayName("are shifted, with background where nothing was")
    void shifts() {
      assertThat(shifted(0, 0)).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(shifted(1, 0)).containsExactly(-1, -1, -1, 1, 2, 3);
      assertThat(shifted(-1, 1)).containsExactly(-1, 4, 5, -1, -1, -1);
      assertThat(shifted(0, -1)).containsExactly(2, 3, -1, 5, 6, -1);
    }

    @Test
    @DisplayName("are shifted in all nine ways")
    void nine() {
      Dataset data = Augmented.of(images(), JITTER, 5);
      Set<String> seen = new HashSet<>();
      for (int i = 0; i < 400; i++) {
        seen.add(Arrays.toString(read(data.inEpoch(i), 0)));
      }
      assertThat(seen).hasSize(9);
    }

    @Test
    @DisplayName("must be images of the size that was said")
    void size() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Augmented.of(images(), new Jitter(Shape.of(1, 28, 28), 2, 0), 0))
          .withMessage(
              "Jitter for images of shape (1, 28, 28) was given examples of shape (6), expected 784"
                  + " values each.\nMaybe the data are of another size.");
    }

    @Test
    @DisplayName("must not be shifted out, nor have a background that is no number")
    void numbers() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Jitter(Shape.of(1, 2, 3), 2, 0))
          .withMessage(
              "Jitter by up to 2 pixels for images of shape (1, 2, 3), expected at least 0 and less"
                  + " than height and width.\nMaybe 2 was meant.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Jitter(Shape.of(2, 3), 1, 0))
          .withMessage(
              "Jitter for images of shape (2, 3), expected (channels, height, width).\n"
                  + "Maybe a 1 is missing in front, for one channel.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Jitter(Shape.of(1, 2, 3), 1, Double.NaN))
          .withMessage(
              "Jitter with the background NaN, expected a finite number.\n"
                  + "Maybe 0, or -1 for pixels in [-1, 1].");
    }
  }

  @Test
  @DisplayName("keep ids and labels")
  void labels() {
    Batch batch = Augmented.of(images(), JITTER, 0).batch(1, 0);

    assertThat(batch.id(0)).isEqualTo(1);
    assertThat(batch.labels(Batch.LABELS).toIntArray()).containsExactly(0, 1);
  }

  @Test
  @DisplayName("say that they are random, so that no teacher's answers are kept")
  void random() {
    Dataset data = Augmented.of(images(), JITTER, 0);

    assertThat(data.repeatability()).isEqualTo(Dataset.Repeatability.RANDOM);
    assertThat(data.fingerprint()).isNotEqualTo(Augmented.of(images(), JITTER, 1).fingerprint());
  }

  @Test
  @DisplayName("are the same again in the same epoch, whatever the batches and their order")
  void reproducible() {
    Dataset once = Augmented.of(images(), JITTER, 3);
    Dataset again = Augmented.of(images(), JITTER, 3);
    for (int epoch = 1; epoch <= 20; epoch++) {
      float[] both = read(once.inEpoch(epoch), 0, 1);
      float[] second = read(again.inEpoch(epoch), 1);
      float[] first = read(again.inEpoch(epoch), 0);
      assertThat(both).containsSequence(first).containsSequence(second);
    }
  }

  @Test
  @DisplayName("must be floats")
  void floats() {
    Dataset tokens =
        InMemoryDataset.of(
            HostTensor.ofInts(Shape.of(1, 6), 1, 2, 3, 4, 5, 6), HostTensor.ofInts(Shape.of(1), 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Augmented.of(tokens, JITTER, 0))
        .withMessage(
            "Inputs of INT32(6) were to be augmented, expected FLOAT32.\n"
                + "Maybe token ids need a change of another kind, made when they are read.");
  }
}
