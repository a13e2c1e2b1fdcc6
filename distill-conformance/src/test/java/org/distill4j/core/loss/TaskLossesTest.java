package org.distill4j.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.distill4j.loss.Loss;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Outputs;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Losses of tasks")
class TaskLossesTest {
  private static final double LN2 = Math.log(2);
  private static final double LN3 = Math.log(3);

  private static HostTensor numbers(double... values) {
    return LossRun.table(values.length, 1, values).reshape(Shape.of(values.length));
  }

  private static LossRun run(Loss loss) {
    return new LossRun(loss, 4)
        .student(Outputs.LOGITS, LossRun.random(1, 4, 3))
        .teacher(Outputs.LOGITS, LossRun.random(2, 4, 3))
        .student("mean", LossRun.random(3, 4, 3))
        .teacher("mean", LossRun.random(4, 4, 3))
        .student("logVariance", LossRun.random(5, 4, 3))
        .teacher("logVariance", LossRun.random(6, 4, 3))
        .labels("labels", HostTensor.ofInts(Shape.of(4, 3), 1, 0, -1, 0, 0, 1, -1, 1, 0, 1, 1, -1))
        .labels("factor", numbers(2, 0, 0.5, 1));
  }

  static Stream<Loss> all() {
    Weighting weights = Weighting.by("factor");
    return Stream.of(
        SigmoidDistillationLoss.multiLabel(3, 0.7),
        SigmoidDistillationLoss.multiLabel(3, 1),
        SigmoidDistillationLoss.multiLabel(3, 0),
        SigmoidDistillationLoss.multiLabel(3, 0.7).withClassWeights(1, 5).weighted(weights),
        SigmoidDistillationLoss.binary(2, 0.4),
        RegressionLoss.of(0.3),
        RegressionLoss.of(0.3).withHuber(0.7).weighted(weights),
        GaussianDistillationLoss.of(0.6),
        GaussianDistillationLoss.of(0.6).weighted(weights));
  }

  @ParameterizedTest
  @MethodSource("all")
  @DisplayName("have the gradient of their value, and are the same when split")
  void gradient(Loss loss) {
    LossRun run = run(loss);
    for (String output : List.of(Outputs.LOGITS, "mean", "logVariance")) {
      run.requireGradient(output, 5e-5);
    }
    for (int part : new int[] {1, 2, 3}) {
      assertThat(run.split(part).total()).isCloseTo(run.total(), within(1e-6));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  @DisplayName("have no soft part, and no gradient of it, where student and teacher give the same")
  void same(Loss loss) {
    LossRun run =
        run(loss)
            .teacher(Outputs.LOGITS, LossRun.random(1, 4, 3))
            .teacher("mean", LossRun.random(3, 4, 3))
            .teacher("logVariance", LossRun.random(5, 4, 3));
    assertThat(run.values().asMap().getOrDefault("soft", 0.0)).isCloseTo(0, within(1e-12));
  }

  @Nested
  @DisplayName("of one logit")
  class OneLogit {
    private LossRun run(Loss loss, HostTensor labels) {
      return new LossRun(loss, 3)
          .student(Outputs.LOGITS, LossRun.table(3, 1, LN3, 0, -LN3))
          .teacher(Outputs.LOGITS, LossRun.table(3, 1, 0, 0, 0))
          .labels("labels", labels);
    }

    private final HostTensor classes = HostTensor.ofInts(Shape.of(3), 1, 0, -1);

    @Test
    @DisplayName("take σ for the probability of class 1, and leave out what has no label")
    void values() {
      LossRun run = run(SigmoidDistillationLoss.binary(1, 0.25), classes);
      // Probabilities ¾, ½ and ¼; the teacher's are ½.
      double soft = 2 * (0.5 * Math.log(0.5 / 0.75) + 0.5 * Math.log(0.5 / 0.25)) / 3;
      double hard = (Math.log(4 / 3.0) + LN2) / 2;
      assertThat(run.values().asMap().get("soft")).isCloseTo(soft, within(1e-7));
      assertThat(run.values().asMap().get("hard")).isCloseTo(hard, within(1e-7));
      assertThat(run.total()).isCloseTo(0.25 * soft + 0.75 * hard, within(1e-7));
    }

    @Test
    @DisplayName("are the losses of two classes with the logits 0 and z")
    void asTwoClasses() {
      double[] pairs = {0, LN3, 0, 0, 0, -LN3};
      LossRun two =
          LossRun.logits(DistillationLoss.of(3, 0.6), 2, pairs, new double[6])
              .labels("labels", classes);
      LossRun one = run(SigmoidDistillationLoss.binary(3, 0.6), classes);
      assertThat(one.total()).isCloseTo(two.total(), within(1e-12));
    }

    @Test
    @DisplayName("take labels between 0 and 1 too")
    void soft() {
      LossRun run = run(SigmoidDistillationLoss.binary(1, 0), numbers(0.5, 1, -1));
      double first = -0.5 * Math.log(0.75) - 0.5 * Math.log(0.25);
      assertThat(run.total()).isCloseTo((first + LN2) / 2, within(1e-7));
    }

    @Test
    @DisplayName("have the gradient σ(s) − y, and T · (σ(s / T) − σ(t / T))")
    void gradient() {
      LossRun hard = run(SigmoidDistillationLoss.binary(1, 0), classes);
      assertThat(hard.gradient(Outputs.LOGITS)).containsExactly(-0.125f, 0.25f, 0);
      LossRun soft = run(SigmoidDistillationLoss.binary(2, 1), classes);
      double sigma = 1 / (1 + Math.exp(-LN3 / 2));
      assertThat((double) soft.gradient(Outputs.LOGITS)[0])
          .isCloseTo(2 * (sigma - 0.5) / 3, within(1e-7));
    }

    @Test
    @DisplayName("are finite for all finite logits, and exact where a sigmoid would round to 1")
    void extremes() {
      float max = Float.MAX_VALUE;
      LossRun run =
          new LossRun(SigmoidDistillationLoss.binary(0.5, 0.5), 4)
              .student(Outputs.LOGITS, LossRun.table(4, 1, 60, -60, max, -1e30))
              .teacher(Outputs.LOGITS, LossRun.table(4, 1, -60, 60, 1e30, -max))
              .labels("labels", 0, 1, 1, 0);
      assertThat(run.values().isFinite()).isTrue();
      assertThat(run.values().asMap().get("hard")).isCloseTo(30, within(1e-6));
      for (float value : run.gradient(Outputs.LOGITS)) {
        assertThat(value).isFinite();
      }
    }
  }

  @Nested
  @DisplayName("of many labels")
  class ManyLabels {
    private static final double[] STUDENT = {LN3, -LN3, 0, 0};

    private LossRun run(Loss loss, HostTensor labels) {
      return LossRun.logits(loss, 2, STUDENT, new double[4]).labels("labels", labels);
    }

    @Test
    @DisplayName("are summed over labels and averaged over examples")
    void values() {
      LossRun run =
          run(
              SigmoidDistillationLoss.multiLabel(1, 0.5),
              HostTensor.ofInts(Shape.of(2, 2), 1, 1, 0, 1));
      double each = 0.5 * Math.log(0.5 / 0.75) + 0.5 * Math.log(0.5 / 0.25);
      assertThat(run.values().asMap().get("soft")).isCloseTo(each, within(1e-7));
      double hard = (Math.log(4 / 3.0) + Math.log(4) + 2 * LN2) / 2;
      assertThat(run.values().asMap().get("hard")).isCloseTo(hard, within(1e-7));
    }

    @Test
    @DisplayName("an unknown one stands for the mean of the known")
    void unknown() {
      LossRun run =
          run(
              SigmoidDistillationLoss.multiLabel(1, 0),
              HostTensor.ofInts(Shape.of(2, 2), 1, -1, -1, 1));
      assertThat(run.total()).isCloseTo(2 * (Math.log(4 / 3.0) + LN2) / 2, within(1e-7));
    }

    @Test
    @DisplayName("labels of 0 and of 1 may have weights")
    void weights() {
      LossRun run =
          run(
              SigmoidDistillationLoss.multiLabel(1, 0).withClassWeights(1, 3),
              HostTensor.ofInts(Shape.of(2, 2), 1, 0, 0, 0));
      double sum = 3 * Math.log(4 / 3.0) + Math.log(4 / 3.0) + 2 * LN2;
      assertThat(run.total()).isCloseTo(2 * sum / 6, within(1e-7));
    }
  }

  @Nested
  @DisplayName("of numbers")
  class Numbers {
    private LossRun run(Loss loss) {
      return new LossRun(loss, 2)
          .student(Outputs.LOGITS, LossRun.table(2, 1, 1, 5))
          .teacher(Outputs.LOGITS, LossRun.table(2, 1, 0.5, 2))
          .labels("labels", numbers(2, 5));
    }

    @Test
    @DisplayName("are squares")
    void squares() {
      LossRun run = run(RegressionLoss.of(0.25));
      assertThat(run.values().asMap().get("soft")).isCloseTo((0.25 + 9) / 2, within(1e-7));
      assertThat(run.values().asMap().get("hard")).isCloseTo(0.5, within(1e-7));
      assertThat(run.gradient(Outputs.LOGITS)).containsExactly(-0.625f, 0.75f);
    }

    @Test
    @DisplayName("are Huber's: half a square up to δ, a line beyond")
    void huber() {
      LossRun run = run(RegressionLoss.of(1).withHuber(1));
      assertThat(run.total()).isCloseTo((0.125 + 2.5) / 2, within(1e-7));
      assertThat(run.gradient(Outputs.LOGITS)).containsExactly(0.25f, 0.5f);
    }

    @Test
    @DisplayName("are those of distributions: KL of the teacher's and the surprise of the label")
    void distribution() {
      LossRun run =
          new LossRun(GaussianDistillationLoss.of(0.5), 1)
              .student("mean", LossRun.table(1, 1, 1))
              .student("logVariance", LossRun.table(1, 1, Math.log(4)))
              .teacher("mean", LossRun.table(1, 1, 2))
              .teacher("logVariance", LossRun.table(1, 1, 0))
              .labels("labels", numbers(3));
      // log(σs / σt) + (σt² + (μt − μs)²) / (2 · σs²) − ½
      double soft = LN2 + 2 / 8.0 - 0.5;
      double hard = Math.log(2 * Math.sqrt(2 * Math.PI)) + 4 / 8.0;
      assertThat(run.values().asMap().get("soft")).isCloseTo(soft, within(1e-7));
      assertThat(run.values().asMap().get("hard")).isCloseTo(hard, within(1e-7));
    }
  }

  @Nested
  @DisplayName("whose weight of a term is always 0")
  class OneTerm {
    @Test
    @DisplayName("need no labels, or no teacher, and report the other term")
    void terms() {
      LossRun soft = LossRun.logits(RegressionLoss.of(1), 1, new double[] {1}, new double[] {3});
      assertThat(soft.values().asMap()).containsOnlyKeys("total", "soft");
      LossRun hard =
          new LossRun(SigmoidDistillationLoss.binary(1, 0), 1)
              .student(Outputs.LOGITS, numbers(0))
              .labels("labels", 1);
      assertThat(hard.values().asMap()).containsOnlyKeys("total", "hard");
      assertThat(hard.total()).isCloseTo(LN2, within(1e-7));
    }
  }

  @Nested
  @DisplayName("refuse")
  class Refusing {
    @Test
    @DisplayName("labels of another shape")
    void shape() {
      Loss loss = SigmoidDistillationLoss.binary(1, 0.5);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> run(loss).labels("labels", 1, 0, 1, 0).total())
          .withMessageStartingWith(
              "Labels \"labels\" have shape (4), expected one label for each logit, (4, 3).");
    }

    @Test
    @DisplayName("labels outside [0, 1] that are not −1, and name the example")
    void range() {
      LossRun run =
          new LossRun(SigmoidDistillationLoss.binary(1, 0), 2)
              .student(Outputs.LOGITS, numbers(0, 0))
              .labels("labels", numbers(1, 2));
      assertThatIllegalArgumentException()
          .isThrownBy(run::total)
          .withMessage(
              "Labels \"labels\" holds 2.0 in row 1 (example 0), expected a number in [0, 1], or -1"
                  + " for unknown.\n"
                  + "Maybe the labels are numbers to regress on, or count from 1.");
    }

    @Test
    @DisplayName("numbers out of range")
    void numbersOutOfRange() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RegressionLoss.of(0.5).withHuber(0))
          .withMessageStartingWith("Huber's δ is 0.0, expected a finite number above 0.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new RegressionLoss(Schedule.constant(1.5), Outputs.LOGITS, "labels"))
          .withMessageContaining("alpha");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SigmoidDistillationLoss.multiLabel(1, 0.5).withClassWeights(1))
          .withMessageContaining("There are 1 weights of the classes");
    }
  }
}
