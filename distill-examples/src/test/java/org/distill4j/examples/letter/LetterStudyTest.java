package org.distill4j.examples.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.distill4j.core.data.Labels;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.examples.trial.SmallStudies;
import org.distill4j.examples.trial.StudyResults;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The study of letters")
class LetterStudyTest {
  @Test
  @DisplayName("has as many of each letter as the repository says")
  void counts() {
    int[] counts = new int[Letters.CLASSES];
    Arrays.stream(Labels.read(Letters.embedded().all(), Batch.LABELS)).forEach(c -> counts[c]++);

    assertThat(counts)
        .containsExactly(
            789, 766, 736, 805, 768, 775, 773, 734, 755, 747, 739, 761, 792, 783, 753, 803, 783,
            758, 748, 796, 813, 764, 752, 787, 786, 734);
  }

  @Test
  @DisplayName("standardises the columns, and keeps learning, choosing and measuring apart")
  void parts() {
    Letters letters = Letters.embedded();
    Dataset learn = letters.learn(14_000, 1);
    float[] values = learn.batch(IntStream.range(0, 14_000).toArray()).input().toFloatArray();
    double mean =
        IntStream.range(0, 14_000).mapToDouble(row -> values[row * 16 + 3]).average().orElseThrow();
    assertThat(mean).isCloseTo(0, within(1e-5));
    Set<Long> ids = new HashSet<>();
    for (Dataset part : List.of(learn, letters.heldOut(), letters.test())) {
      IntStream.range(0, part.size()).forEach(i -> ids.add(part.id(i)));
    }
    assertThat(ids).hasSize(20_000);
    assertThat(letters.learn(50, 1).fingerprint())
        .isEqualTo(letters.learn(50, 1).fingerprint())
        .isNotEqualTo(letters.learn(50, 2).fingerprint());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> letters.learn(1, 0))
        .withMessageContaining("labelled letters is 1");
  }

  @Test
  @DisplayName("measures a forest, which is slow, and every way of training a small network")
  void run() {
    StudyResults trials =
        SmallStudies.on(
            bench -> new LetterStudy(32, 400, 10, 2, 400).run(bench, Letters.embedded(), 0));

    assertThat(trials.values(LetterStudy.FOREST, LetterStudy.ACCURACY).get(0)).isGreaterThan(0.6);
    for (String arm :
        List.of(
            LetterStudy.ALONE,
            LetterStudy.NOISE,
            LetterStudy.SOFT,
            LetterStudy.HARD,
            LetterStudy.NEAREST)) {
      assertThat(trials.values(arm, LetterStudy.ACCURACY).get(0)).as(arm).isGreaterThan(0.45);
      assertThat(trials.values(arm, LetterStudy.MICROS)).as(arm).hasSize(1);
    }
  }
}
