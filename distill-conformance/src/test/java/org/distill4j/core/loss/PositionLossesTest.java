package org.distill4j.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.distill4j.loss.Loss;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Outputs;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Losses over positions")
class PositionLossesTest {
  private static final double LN2 = Math.log(2);
  private static final double LN3 = Math.log(3);

  static Stream<Loss> all() {
    return LogitLossesTest.all();
  }

  private static HostTensor shaped(HostTensor values, int... dims) {
    return values.reshape(Shape.of(dims));
  }

  /** Four positions, as 4 examples of one, 2 of two, or one of 2 by 2. */
  private static LossRun run(Loss loss, int examples, int... positions) {
    int[] logits = dims(examples, positions, 3);
    int[] labels = dims(examples, positions);
    return new LossRun(loss, examples)
        .student(Outputs.LOGITS, shaped(LossRun.random(1, 4, 3), logits))
        .teacher(Outputs.LOGITS, shaped(LossRun.random(2, 4, 3), logits))
        .labels("labels", shaped(HostTensor.ofInts(Shape.of(4), 2, 0, -1, 1), labels))
        .labels("mask", shaped(HostTensor.ofInts(Shape.of(4), 1, 0, 1, 1), labels))
        .labels("factor", shaped(LossRun.table(4, 1, 2, 0.5, 3, 0), labels));
  }

  private static int[] dims(int examples, int[] positions, int... last) {
    return Stream.of(new int[] {examples}, positions, last).flatMapToInt(Arrays::stream).toArray();
  }

  @ParameterizedTest
  @MethodSource("all")
  @DisplayName("are those of as many examples, value and gradient")
  void asRows(Loss loss) {
    LossRun rows = run(loss, 4);
    for (LossRun positions : List.of(run(loss, 2, 2), run(loss, 1, 2, 2))) {
      assertThat(positions.total()).isCloseTo(rows.total(), within(1e-12));
      assertThat(positions.gradient(Outputs.LOGITS)).containsExactly(rows.gradient(Outputs.LOGITS));
    }
  }

  static Stream<Loss> weighted() {
    Weighting weights = Weighting.by("mask").times(Weighting.by("factor"));
    return Stream.of(
        SoftTargetLoss.of(3).weighted(weights),
        ReverseKlLoss.of(3).weighted(weights),
        JensenShannonLoss.of(0.3, 2).weighted(weights),
        LogitMseLoss.ofLogits().weighted(weights),
        DecoupledLoss.of(1, 4, 2).weighted(weights),
        CrossEntropyLoss.ofLabels().withClassWeights(1, 2, 3).weighted(weights),
        CrossEntropyLoss.ofLabels().withLabelSmoothing(0.2).weighted(weights),
        DistillationLoss.of(4, 0.7).withClassWeights(3, 2, 1).weighted(weights));
  }

  @ParameterizedTest
  @MethodSource("weighted")
  @DisplayName("with weights have the gradient of their value, and are the same when split")
  void weights(Loss loss) {
    run(loss, 2, 2).requireGradient(Outputs.LOGITS, 2e-5);
    LossRun rows = run(loss, 4);
    rows.requireGradient(Outputs.LOGITS, 2e-5);
    for (int part : new int[] {1, 2, 3}) {
      assertThat(rows.split(part).total()).isCloseTo(rows.total(), within(1e-6));
    }
    assertThat(run(loss, 2, 2).split(1).total()).isCloseTo(rows.total(), within(1e-6));
  }

  @Nested
  @DisplayName("worked by hand:")
  class ByHand {
    /** Cross-entropies log 2 (class 0), log 4 (class 1) and log 2 (class 1). */
    private LossRun three(Loss loss) {
      double[] logits = {0, 0, LN3, 0, 0, 0};
      return LossRun.logits(loss, 2, logits, new double[6])
          .labels("labels", 0, 1, 1)
          .labels("factor", LossRun.table(3, 1, 4, 1, 0).reshape(Shape.of(3)));
    }

    @Test
    @DisplayName("weights of examples divide by their sum, not by the number of examples")
    void examples() {
      Loss loss = CrossEntropyLoss.ofLabels().weighted(Weighting.by("factor"));
      assertThat(three(loss).total()).isCloseTo((4 * LN2 + 2 * LN2) / 5, within(1e-7));
    }

    @Test
    @DisplayName("weights of classes are those of the labels")
    void classes() {
      Loss loss = CrossEntropyLoss.ofLabels().withClassWeights(1, 3);
      assertThat(three(loss).total()).isCloseTo((LN2 + 3 * 3 * LN2) / 7, within(1e-7));
    }

    @Test
    @DisplayName("both multiply")
    void both() {
      Loss loss =
          CrossEntropyLoss.ofLabels().withClassWeights(1, 3).weighted(Weighting.by("factor"));
      assertThat(three(loss).total()).isCloseTo((4 * LN2 + 3 * 2 * LN2) / 7, within(1e-7));
    }

    @Test
    @DisplayName("a weight of each example is that of all its positions")
    void broadcast() {
      Loss loss = SoftTargetLoss.of(1).weighted(Weighting.by("each"));
      LossRun run = run(loss, 2, 2).labels("each", LossRun.table(2, 1, 1, 3).reshape(Shape.of(2)));
      Loss single = SoftTargetLoss.of(1).weighted(Weighting.by("each"));
      LossRun rows =
          run(single, 4).labels("each", LossRun.table(4, 1, 1, 1, 3, 3).reshape(Shape.of(4)));
      assertThat(run.total()).isCloseTo(rows.total(), within(1e-12));
    }

    @Test
    @DisplayName("where nothing has a weight the loss is 0, with a gradient of 0")
    void nothing() {
      Loss loss = DistillationLoss.of(2, 0.5).weighted(Weighting.by("none"));
      LossRun run = run(loss, 2, 2).labels("none", 0, 0);
      assertThat(run.total()).isZero();
      assertThat(run.gradient(Outputs.LOGITS)).containsOnly(0);
    }
  }

  @Nested
  @DisplayName("with classes that cannot be")
  class MaskedClasses {
    @ParameterizedTest
    @ValueSource(doubles = {-1e9, -Float.MAX_VALUE, Double.NEGATIVE_INFINITY})
    @DisplayName("have the value of the other classes alone, at a low temperature too")
    void masked(double masked) {
      double lowest = Math.max(masked, -Float.MAX_VALUE);
      for (double temperature : new double[] {0.01, 0.5, 2}) {
        Loss loss = DistillationLoss.of(temperature, 1);
        LossRun run =
            LossRun.logits(
                    loss,
                    3,
                    new double[] {1, 0, lowest, 0.5, 0, lowest},
                    new double[] {0, 2, masked, 1, 0, masked})
                .labels("labels", 0, 1);
        LossRun others =
            LossRun.logits(loss, 2, new double[] {1, 0, 0.5, 0}, new double[] {0, 2, 1, 0})
                .labels("labels", 0, 1);
        assertThat(run.total()).isCloseTo(others.total(), within(1e-9));
        float[] expected = others.gradient(Outputs.LOGITS);
        assertThat(run.gradient(Outputs.LOGITS))
            .containsExactly(expected[0], expected[1], 0, expected[2], expected[3], 0);
      }
    }
  }

  @Nested
  @DisplayName("refuse")
  class Refusing {
    @Test
    @DisplayName("weights of classes that are not one for each, or no weights")
    void classWeights() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> run(DistillationLoss.of(2, 0.5).withClassWeights(1, 2), 4).total())
          .withMessage(
              "There are 2 weights of the classes of \"labels\", expected one for each of 3"
                  + " classes.\nMaybe a class was left out.");
      for (double[] weights : List.of(new double[] {1, -1}, new double[2])) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> CrossEntropyLoss.ofLabels().withClassWeights(weights))
            .withMessageContaining("expected finite numbers of at least 0, not all of them 0.");
      }
    }

    @Test
    @DisplayName("weights that are negative, and name the example")
    void negative() {
      Loss loss = SoftTargetLoss.of(1).weighted(Weighting.by("labels"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> run(loss, 2, 2).total())
          .withMessage(
              "\"labels\" holds -1.0 for example 0, position 0, expected a weight that is a finite"
                  + " number of at least 0.\n"
                  + "Maybe it marks what has no label, for which Weighting.labelled is.");
    }

    @Test
    @DisplayName("weights of other positions")
    void shape() {
      Loss loss = SoftTargetLoss.of(1).weighted(Weighting.by("mask"));
      LossRun run = run(loss, 2, 2).labels("mask", HostTensor.ofInts(Shape.of(2, 3), new int[6]));
      assertThatIllegalArgumentException()
          .isThrownBy(run::total)
          .withMessage(
              "The weights that \"mask\" gives have shape (2, 3) and what they weigh (2, 2),"
                  + " expected the same axes or the first of them.\n"
                  + "Maybe the labels are of another output.");
    }
  }
}
