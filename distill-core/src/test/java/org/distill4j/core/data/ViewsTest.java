package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A view of a data set:")
class ViewsTest {
  private static final Dataset DATA = data();

  private static Dataset data() {
    float[] inputs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    int[] labels = {0, 1, 2, 0, 1, 2, 0, 1, 2, 0};
    return InMemoryDataset.of(
        HostTensor.ofFloats(Shape.of(10, 1), inputs), HostTensor.ofInts(Shape.of(10), labels));
  }

  private static long[] ids(Dataset data) {
    Batch batch = data.batch(IntStream.range(0, data.size()).toArray());
    return LongStream.range(0, batch.size()).map(row -> batch.id((int) row)).toArray();
  }

  @Nested
  @DisplayName("a subset")
  class Subsets {
    @Test
    @DisplayName("has the chosen examples under the ids they had before")
    void stableIds() {
      Dataset inner = Subset.of(Subset.of(DATA, 9, 7, 5, 3), 2, 0);

      assertThat(inner.size()).isEqualTo(2);
      assertThat(ids(inner)).containsExactly(5, 9);
      assertThat(inner.batch(1).input().toFloatArray()).containsExactly(9);
      assertThat(inner.batch(1).labels(Batch.LABELS).toIntArray()).containsExactly(0);
      assertThat(inner.input()).isEqualTo(DATA.input());
      assertThat(inner.labels()).isEqualTo(DATA.labels());
    }

    @Test
    @DisplayName("has a fingerprint of its own")
    void fingerprint() {
      String print = Subset.range(DATA, 0, 4).fingerprint();

      assertThat(Subset.of(DATA, 0, 1, 2, 3).fingerprint()).isEqualTo(print);
      assertThat(Subset.of(DATA, 3, 2, 1, 0).fingerprint()).isNotEqualTo(print);
      assertThat(DATA.fingerprint()).isNotEqualTo(print);
    }

    @Test
    @DisplayName("is not empty and stays within its data set")
    void refuses() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Subset.range(DATA, 3, 3))
          .withMessageStartingWith("A data set of 0 examples, expected at least 1.");
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> Subset.of(DATA, 10))
          .withMessageStartingWith("Example 10 was asked of a data set of 10");
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> Subset.of(DATA, 1, 2).batch(2))
          .withMessageStartingWith("Example 2 was asked of a data set of 2");
    }
  }

  @Test
  @DisplayName("any repeats its examples if and only if the whole data set does")
  void repeatability() {
    assertThat(Subset.of(DATA, 1).repeatability()).isEqualTo(Dataset.Repeatability.FIXED);
    assertThat(Unlabelled.of(DATA).repeatability()).isEqualTo(Dataset.Repeatability.FIXED);
    assertThat(Subset.of(new RandomData(), 1).repeatability())
        .isEqualTo(Dataset.Repeatability.RANDOM);
    assertThat(Unlabelled.of(new RandomData()).repeatability())
        .isEqualTo(Dataset.Repeatability.RANDOM);
  }

  private static Stream<Named<UnaryOperator<Dataset>>> views() {
    Dataset others = Subset.range(DATA, 0, 3);
    return Stream.of(
        Named.of("Subset", data -> Subset.of(data, 5, 1)),
        Named.of("Mixture", data -> Mixture.of(others, data)),
        Named.of("Unlabelled", Unlabelled::of),
        Named.of("IgnoredLabels", data -> IgnoredLabels.of(data, Batch.LABELS, 2)),
        Named.of("DerivedLabels", data -> DerivedLabels.of(data, Batch.LABELS, 3, "new", i -> i)),
        Named.of("Augmented", data -> Augmented.of(data, new GaussianNoise(1), 3)),
        Named.of(
            "AugmentedCopies",
            data -> AugmentedCopies.of(data, (from, to, random) -> to.put(from), 2, 3)));
  }

  @ParameterizedTest
  @MethodSource("views")
  @DisplayName("any reads its source in the epoch that it is read in")
  void epochs(UnaryOperator<Dataset> view) {
    Dataset noisy = Augmented.of(DATA, new GaussianNoise(0.5), 1);
    Dataset second = view.apply(noisy).inEpoch(2);
    int last = second.size() - 1;

    assertThat(second.batch(last, 0).input())
        .isEqualTo(view.apply(noisy.inEpoch(2)).inEpoch(2).batch(last, 0).input());
    assertThat(second.batch(last, 0).input())
        .isNotEqualTo(view.apply(noisy).inEpoch(3).batch(last, 0).input());
  }

  private static final class RandomData implements Dataset {
    @Override
    public int size() {
      return DATA.size();
    }

    @Override
    public Map<String, TensorSpec> inputs() {
      return DATA.inputs();
    }

    @Override
    public Map<String, TensorSpec> labels() {
      return DATA.labels();
    }

    @Override
    public Batch batch(HostAllocator memory, int... indices) {
      return DATA.batch(memory, indices);
    }

    @Override
    public Repeatability repeatability() {
      return Repeatability.RANDOM;
    }

    @Override
    public String fingerprint() {
      return DATA.fingerprint();
    }
  }

  @Nested
  @DisplayName("a split")
  class Splits {
    @Test
    @DisplayName("at a place keeps the order")
    void at() {
      Split split = Split.at(DATA, 8);

      assertThat(ids(split.first())).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
      assertThat(ids(split.second())).containsExactly(8, 9);
    }

    @Test
    @DisplayName("by chance takes every example once, the same ones for the same seed")
    void random() {
      Split split = Split.random(DATA, 0.7, 5);

      assertThat(ids(split.first())).hasSize(7).isEqualTo(ids(Split.random(DATA, 0.7, 5).first()));
      assertThat(ids(split.first())).isNotEqualTo(ids(Split.random(DATA, 0.7, 6).first()));
      assertThat(
              LongStream.concat(
                  LongStream.of(ids(split.first())), LongStream.of(ids(split.second()))))
          .containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    @DisplayName("leaves no part empty")
    void refuses() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Split.at(DATA, 10))
          .withMessage(
              "A data set of 10 examples was split after 10, expected at least 1 example in each"
                  + " part.\nMaybe the share is not a number between 0 and 1.");
      assertThatIllegalArgumentException().isThrownBy(() -> Split.random(DATA, 0.01, 0));
    }
  }

  @Nested
  @DisplayName("hidden labels")
  class Hidden {
    @Test
    @DisplayName("are −1, and all else stays")
    void all() {
      Dataset hidden = Unlabelled.of(DATA);
      Batch batch = hidden.batch(4, 2);

      assertThat(batch.labels(Batch.LABELS).toIntArray()).containsExactly(-1, -1);
      assertThat(batch.input().toFloatArray()).containsExactly(4, 2);
      assertThat(batch.id(0)).isEqualTo(4);
      assertThat(hidden.size()).isEqualTo(10);
      assertThat(hidden.input()).isEqualTo(DATA.input());
    }

    @Test
    @DisplayName("may spare a few, also when views are stacked in recycled memory")
    void few() {
      Dataset few = Unlabelled.except(Unlabelled.except(DATA, 1, 2, 5), 2, 4, 5);
      HostAllocator memory = HostAllocator.recycling();

      few.batch(memory, 0, 1, 2, 3);

      assertThat(few.batch(memory, 5, 4, 2, 1).labels(Batch.LABELS).toIntArray())
          .containsExactly(2, -1, 2, -1);
      assertThat(DATA.batch(4, 1).labels(Batch.LABELS).toIntArray()).containsExactly(1, 1);
    }

    @Test
    @DisplayName("leave out labels that are not classes")
    void notClasses() {
      HostTensor slant = HostTensor.ofFloats(Shape.of(2), 0, 1);
      HostTensor digit = HostTensor.ofInts(Shape.of(2), 3, 4);
      Dataset data =
          InMemoryDataset.of(
              HostTensor.ofFloats(Shape.of(2, 1), 0, 1), Map.of("slant", slant, "digit", digit));

      assertThat(Unlabelled.of(data).labels()).containsOnlyKeys("digit");
      assertThat(Unlabelled.of(data).batch(0).labels()).containsOnlyKeys("digit");
    }

    @Test
    @DisplayName("have a fingerprint of their own")
    void fingerprint() {
      assertThat(Unlabelled.of(DATA).fingerprint())
          .isEqualTo(Unlabelled.of(data()).fingerprint())
          .isNotEqualTo(DATA.fingerprint())
          .isNotEqualTo(Unlabelled.except(DATA, 0).fingerprint());
    }

    @Test
    @DisplayName("name places that are not there")
    void refuses() {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> Unlabelled.except(DATA, 10))
          .withMessageStartingWith("Example 10 was asked of a data set of 10");
    }
  }
}
