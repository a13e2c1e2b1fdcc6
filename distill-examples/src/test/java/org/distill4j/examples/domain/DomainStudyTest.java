package org.distill4j.examples.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.distill4j.core.data.ImageDataset;
import org.distill4j.core.data.Labels;
import org.distill4j.core.data.Normalization;
import org.distill4j.core.data.Split;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.examples.trial.SmallStudies;
import org.distill4j.examples.trial.StudyResults;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("The study of a new domain")
class DomainStudyTest {
  @Nested
  @DisplayName("has optical digits")
  class Optical {
    @Test
    @DisplayName("of 0 to 9, as many of each as scikit-learn says")
    void counts() {
      int[] counts = new int[10];
      Arrays.stream(Labels.read(OpticalDigits.all(), Batch.LABELS)).forEach(d -> counts[d]++);

      assertThat(counts).containsExactly(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
    }

    @Test
    @DisplayName("with pixels in [0, 1], 0 where there is no ink")
    void pixels() {
      float[] first = OpticalDigits.all().batch(0).input().toFloatArray();

      // The first row of the first digit is 0, 0, 5, 13, 9, 1, 0, 0 points of 16.
      assertThat(Arrays.copyOf(first, 8))
          .containsExactly(
              new float[] {0, 0, 0.3125f, 0.8125f, 0.5625f, 0.0625f, 0, 0}, within(1e-6f));
    }

    @Test
    @DisplayName("of which 1,000 are for training and 797 for testing")
    void split() {
      Split split = OpticalDigits.split();

      assertThat(split.first().size()).isEqualTo(1000);
      assertThat(split.second().size()).isEqualTo(797);
      assertThat(split.second().batch(0).id(0)).isEqualTo(1000);
    }
  }

  @Nested
  @DisplayName("changes the size of digits")
  class Size {
    @Test
    @DisplayName("down by means over blocks, the margin left out")
    void down() {
      byte[] pixels = new byte[784];
      // A lit pixel of the first block, and one at the border of the second and third column.
      pixels[4 * 28 + 4] = (byte) 255;
      pixels[4 * 28 + 8] = (byte) 255;
      pixels[3 * 28 + 4] = (byte) 255;
      Dataset digit =
          ImageDataset.of(
              Shape.of(1, 28, 28),
              pixels,
              Map.of(Batch.LABELS, new int[] {3}),
              Normalization.unit());

      float[] small = ReducedDigits.of(digit).batch(0).input().toFloatArray();

      assertThat(small[0]).isCloseTo(1 / 6.25f, within(1e-6f));
      assertThat(small[1]).isCloseTo(1 / 6.25f, within(1e-6f));
      assertThat(small[2]).isZero();
      assertThat(Labels.read(ReducedDigits.of(digit), Batch.LABELS)).containsExactly(3);
    }
  }

  @Test
  @DisplayName("measures each student on both kinds of digits")
  void measures() {
    StudyResults trials = SmallStudies.run(new DomainStudy(3));

    assertThat(trials.values("optical labels (upper bound)", DomainStudy.TARGET).get(0))
        .isGreaterThan(trials.values(DomainStudy.PLAIN, DomainStudy.TARGET).get(0));
    assertThat(trials.values("one teacher", DomainStudy.TARGET)).hasSize(5);
    assertThat(trials.values("ensemble of teachers", DomainStudy.TARGET)).hasSize(1);
    assertThat(trials.values(DomainStudy.TAUGHT, DomainStudy.SOURCE)).hasSize(1);
    assertThat(trials.values(DomainStudy.ALIGNED, DomainStudy.SOURCE)).hasSize(1);
  }
}
