package org.distill4j.examples.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Set;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The correction of a bias")
class BiasCorrectionTest {
  private static final Set<Integer> LAST = Set.of(2);

  /** Goes over to the last class at 1, 3, 5 and 6; the first and the last example are not of it. */
  private static final LabelledLogits SCORES =
      new LabelledLogits(
          new float[][] {{0, 3, 2}, {3, 0, 0}, {5, 0, 0}, {0, 6, 0}}, new int[] {0, 2, 2, 1});

  @Test
  @DisplayName("is in the middle of where the errors are fewest")
  void best() {
    BiasCorrection best = BiasCorrection.best(SCORES, LAST);

    assertThat(best.offset()).isCloseTo(5.5, within(1e-9));
  }

  @Test
  @DisplayName("leaves out what no offset can mend")
  void apart() {
    LabelledLogits never =
        new LabelledLogits(new float[][] {{0, 3, 2}, {3, 0, 0}}, new int[] {1, 0});

    assertThat(BiasCorrection.best(never, LAST).offset()).isCloseTo(0, within(1e-9));
  }

  @Test
  @DisplayName("ends one beyond the last change where more is never worse")
  void open() {
    LabelledLogits always =
        new LabelledLogits(new float[][] {{0, 3, 2}, {3, 0, 0}}, new int[] {2, 2});

    assertThat(BiasCorrection.best(always, LAST).offset()).isCloseTo(4, within(1e-9));
  }

  @Test
  @DisplayName("may be for several classes at once")
  void several() {
    LabelledLogits scores =
        new LabelledLogits(new float[][] {{9, 1, 2}, {4, 3, 1}}, new int[] {2, 1});

    assertThat(BiasCorrection.best(scores, Set.of(1, 2)).offset()).isCloseTo(8, within(1e-9));
  }

  @Test
  @DisplayName("changes the final layer's biases of its classes and nothing else")
  void applied() {
    HostTensor weight = HostTensor.ofFloats(Shape.of(1, 3), 1, 2, 3);
    HostTensor bias = HostTensor.ofFloats(Shape.of(3), 1, 1, 1);
    Weights weights = Weights.of(Map.of("w", weight, "b", bias));

    Weights changed = new BiasCorrection(LAST, 2.5).apply(weights, "b");

    assertThat(changed.get("b").toFloatArray()).containsExactly(1, 1, 3.5f);
    assertThat(changed.get("w")).isEqualTo(weight);
    assertThat(weights.get("b").toFloatArray()).containsExactly(1, 1, 1);
  }

  @Test
  @DisplayName("is judged by errors and by the share of some classes that is right")
  void scores() {
    assertThat(SCORES.errors()).isEqualTo(3);
    assertThat(SCORES.rightOf(Set.of(1))).isEqualTo(1);
    assertThat(SCORES.rightOf(Set.of(0, 1))).isEqualTo(0.5);
  }

  @Test
  @DisplayName("is of the unseen digits, or of the seen ones where those are fewer")
  void claims() {
    assertThat(PaperClaim.NO_3.unseen()).containsExactly(3);
    assertThat(PaperClaim.NO_3.corrected()).containsExactly(3);
    assertThat(PaperClaim.ONLY_7_8.unseen()).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 9);
    assertThat(PaperClaim.ONLY_7_8.corrected()).containsExactlyInAnyOrder(7, 8);
    assertThat(PaperClaim.ALL_DIGITS.unseen()).isEmpty();
  }
}
