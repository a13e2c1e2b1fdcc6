package org.distill4j.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.distill4j.core.loss.LossRun.random;

import java.util.List;
import java.util.stream.Stream;
import org.distill4j.loss.Loss;
import org.distill4j.model.Outputs;
import org.distill4j.optim.Schedule;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Losses on logits")
class LogitLossesTest {
  private static final double LN2 = Math.log(2);
  private static final double LN3 = Math.log(3);

  /** Probabilities ¾ and ¼ for the student, ½ and ½ for the teacher. */
  private static LossRun twoClasses(Loss loss) {
    return LossRun.logits(loss, 2, new double[] {LN3, 0}, new double[] {0, 0}).labels("labels", 0);
  }

  private static LossRun randomLogits(Loss loss) {
    return new LossRun(loss, 4)
        .student(Outputs.LOGITS, random(1, 4, 3))
        .teacher(Outputs.LOGITS, random(2, 4, 3))
        .labels("labels", 2, 0, -1, 1);
  }

  static Stream<Loss> all() {
    return Stream.of(
        SoftTargetLoss.of(3),
        ReverseKlLoss.of(3),
        JensenShannonLoss.of(0.3, 2),
        LogitMseLoss.ofLogits(),
        DecoupledLoss.of(1, 4, 2),
        DistLoss.of(1, 2, 2),
        StandardizedLogits.of(SoftTargetLoss.of(2)),
        CrossEntropyLoss.ofLabels().withLabelSmoothing(0.2),
        DistillationLoss.of(4, 0.7));
  }

  static Stream<Loss> divergences() {
    return all()
        .filter(loss -> !(loss instanceof CrossEntropyLoss || loss instanceof DistillationLoss));
  }

  @ParameterizedTest
  @MethodSource("all")
  @DisplayName("have the gradient of their value")
  void gradient(Loss loss) {
    randomLogits(loss).requireGradient(Outputs.LOGITS, 2e-5);
  }

  @ParameterizedTest
  @MethodSource("divergences")
  @DisplayName("are 0 with a gradient of 0 where student and teacher give the same")
  void same(Loss loss) {
    LossRun run =
        new LossRun(loss, 4)
            .student(Outputs.LOGITS, random(1, 4, 3))
            .teacher(Outputs.LOGITS, random(1, 4, 3))
            .labels("labels", 2, 0, -1, 1);

    assertThat(run.total()).isCloseTo(0, within(1e-12));
    for (float value : run.gradient(Outputs.LOGITS)) {
      assertThat((double) value).isCloseTo(0, within(1e-7));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  @DisplayName("are finite, and so is the gradient, for large logits and for equal ones")
  void extremes(Loss loss) {
    double[] large = {1e4, -1e4, 0, -1e4, 1e4, 3};
    double[] turned = {-1e4, 1e4, 1, 0, 0, 0};
    for (double[] student : List.of(large, turned, new double[6])) {
      LossRun run = LossRun.logits(loss, 3, student, large).labels("labels", 1, -1);
      assertThat(run.values().isFinite()).isTrue();
      for (float value : run.gradient(Outputs.LOGITS)) {
        assertThat(value).isFinite();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  @DisplayName("are the same when a batch is split, or refuse to be split")
  void split(Loss loss) {
    LossRun run = randomLogits(loss);
    if (loss instanceof DistLoss) {
      assertThatThrownBy(() -> run.split(2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The batch was split into 2 parts, expected it whole, as DistLoss compares its"
                  + " examples with each other.\n"
                  + "Maybe make the batch as small as a part.");
    } else {
      assertThat(run.split(2).total()).isCloseTo(run.total(), within(1e-6));
    }
  }

  @Nested
  @DisplayName("worked by hand:")
  class ByHand {
    @Test
    @DisplayName("the soft term is T² · KL of teacher and student")
    void soft() {
      // ½·ln(½/¾) + ½·ln(½/¼) = ½·ln(4/3)
      assertThat(twoClasses(SoftTargetLoss.of(1)).total())
          .isCloseTo(0.5 * Math.log(4.0 / 3), within(1e-7));
    }

    @Test
    @DisplayName("the reverse has student and teacher change places")
    void reverse() {
      // ¾·ln(¾/½) + ¼·ln(¼/½) = ¾·ln 3 − ln 2
      assertThat(twoClasses(ReverseKlLoss.of(1)).total()).isCloseTo(0.75 * LN3 - LN2, within(1e-7));
    }

    @Test
    @DisplayName("T² multiplies the reverse at T = 2 as it does at 1")
    void reverseTemperature() {
      LossRun scaled =
          LossRun.logits(ReverseKlLoss.of(2), 2, new double[] {2 * LN3, 0}, new double[] {0, 0});
      assertThat(scaled.total()).isCloseTo(4 * (0.75 * LN3 - LN2), within(1e-6));
    }

    @Test
    @DisplayName("the symmetric Jensen–Shannon divergence has the mean in the middle")
    void jensenShannon() {
      // m = (5/8, 3/8)
      double teacher = 0.5 * Math.log(0.5 / 0.625) + 0.5 * Math.log(0.5 / 0.375);
      double student = 0.75 * Math.log(0.75 / 0.625) + 0.25 * Math.log(0.25 / 0.375);
      assertThat(twoClasses(JensenShannonLoss.of(0.5, 1)).total())
          .isCloseTo(0.5 * teacher + 0.5 * student, within(1e-7));
    }

    @Test
    @DisplayName("the Jensen–Shannon divergence divided by β tends to KL as β tends to 0")
    void jensenShannonLimit() {
      assertThat(twoClasses(JensenShannonLoss.of(1e-4, 1)).total() / 1e-4)
          .isCloseTo(0.5 * Math.log(4.0 / 3), within(1e-4));
    }

    @Test
    @DisplayName("regression is half the squared distance, averaged over examples")
    void mse() {
      LossRun run =
          LossRun.logits(
              LogitMseLoss.ofLogits(), 2, new double[] {1, 2, 0, 0}, new double[] {4, 6, 0, 2});
      assertThat(run.total()).isCloseTo((12.5 + 2) / 2, within(1e-6));
    }

    @Test
    @DisplayName("decoupled, two classes have a target part alone")
    void decoupledTwo() {
      LossRun run = twoClasses(DecoupledLoss.of(1, 8, 1));
      assertThat(run.values().get("target")).isCloseTo(0.5 * Math.log(4.0 / 3), within(1e-7));
      assertThat(run.values().get("nonTarget")).isZero();
    }

    @Test
    @DisplayName("decoupled, with β the teacher's mass on the others, is the soft term (eq. 6)")
    void decoupledSum() {
      double[] student = {0.3, -1, 2};
      double[] teacher = {1, 0, -1};
      double[] log = LossRun.logSoftmax(teacher);
      double others = 1 - Math.exp(log[0]);
      double soft = LossRun.logits(SoftTargetLoss.of(1), 3, student, teacher).total();
      LossRun run =
          LossRun.logits(DecoupledLoss.of(1, others, 1), 3, student, teacher).labels("labels", 0);
      assertThat(run.total()).isCloseTo(soft, within(1e-6));
    }

    @Test
    @DisplayName("decoupled, an example without a label adds nothing")
    void decoupledUnlabelled() {
      LossRun run =
          LossRun.logits(DecoupledLoss.of(1, 1, 1), 2, new double[] {3, 0}, new double[] {0, 3})
              .labels("labels", -1);
      assertThat(run.total()).isZero();
    }

    @Test
    @DisplayName("decoupled, the labelled class stays out where all others are far below it")
    void decoupledFarBelow() {
      double[] student = {0, -4e9, -4e9, -4e9};
      double[] teacher = {0, -8e9, -8e9, -4e9};
      LossRun run =
          LossRun.logits(DecoupledLoss.of(1, 1, 1), 4, student, teacher).labels("labels", 0);
      assertThat(run.values().get("nonTarget")).isCloseTo(Math.log(3), within(1e-9));
    }

    @Test
    @DisplayName("DIST is 2 where the classes' probabilities are turned round, and blind to scale")
    void dist() {
      double[] teacher = {LN3, 0, 0, LN3};
      double[] turned = {0, LN3, LN3, 0};
      double[] weaker = {Math.log(1.5), 0, 0, Math.log(1.5)};
      LossRun opposite = LossRun.logits(DistLoss.of(1, 1, 1), 2, turned, teacher);
      assertThat(opposite.values().get("inter")).isCloseTo(2, within(1e-6));
      assertThat(opposite.values().get("intra")).isCloseTo(2, within(1e-6));
      assertThat(LossRun.logits(DistLoss.of(1, 1, 1), 2, weaker, teacher).total())
          .isCloseTo(0, within(1e-6));
    }

    @Test
    @DisplayName("standardised logits do not feel a scale and a shift of their own")
    void standardised() {
      Loss loss = StandardizedLogits.of(SoftTargetLoss.of(1));
      double[] teacher = {1, 0, -1};
      assertThat(LossRun.logits(loss, 3, new double[] {25, 15, 5}, teacher).total())
          .isCloseTo(0, within(1e-9));
      // (1, 0, −1) has the standard deviation √(2/3).
      double[] z = {Math.sqrt(1.5), 0, -Math.sqrt(1.5)};
      double expected = LossRun.logits(SoftTargetLoss.of(1), 3, new double[3], z).total();
      assertThat(LossRun.logits(loss, 3, new double[3], teacher).total())
          .isCloseTo(expected, within(1e-6));
    }

    @Test
    @DisplayName("smoothing by ε moves ε of the target to all classes alike")
    void smoothing() {
      // −log p is ln(4/3) for the label and ln 4 for the other class.
      double expected = 0.8 * Math.log(4.0 / 3) + 0.2 * 0.5 * (Math.log(4.0 / 3) + Math.log(4));
      assertThat(twoClasses(CrossEntropyLoss.ofLabels().withLabelSmoothing(0.2)).total())
          .isCloseTo(expected, within(1e-7));
    }
  }

  @Nested
  @DisplayName("refuse")
  class Refuse {
    @Test
    @DisplayName("numbers out of range, naming them")
    void numbers() {
      assertThatThrownBy(() -> ReverseKlLoss.of(0)).hasMessageContaining("temperature is 0.0");
      assertThatThrownBy(() -> JensenShannonLoss.of(1, 1))
          .hasMessageContaining("β of the mixture is 1.0, expected a number in (0, 1).\nMaybe");
      assertThatThrownBy(() -> CrossEntropyLoss.ofLabels().withLabelSmoothing(1))
          .hasMessageContaining("label smoothing is 1.0, expected a number in [0, 1).\nMaybe");
      assertThatThrownBy(() -> DecoupledLoss.of(Double.NaN, 1, 1))
          .hasMessageContaining("NaN, expected a finite number");
    }

    @Test
    @DisplayName("teachers of another number of classes")
    void classes() {
      LossRun run =
          new LossRun(LogitMseLoss.ofLogits(), 1)
              .student(Outputs.LOGITS, random(1, 1, 3))
              .teacher(Outputs.LOGITS, random(1, 1, 4));
      assertThatThrownBy(run::total).hasMessageContaining("3 classes and the teacher 4");
    }
  }

  @Nested
  @DisplayName("added up")
  class Sums {
    private final Loss sum =
        WeightedLosses.of("kd", DistillationLoss.of(2, 0.5), Schedule.linear(2, 0))
            .and("mse", LogitMseLoss.ofLogits(), 3);

    @Test
    @DisplayName("report each by name, before it is weighted")
    void terms() {
      LossRun run = twoClasses(sum);
      double kd = twoClasses(DistillationLoss.of(2, 0.5)).total();
      double mse = twoClasses(LogitMseLoss.ofLogits()).total();

      assertThat(run.values().asMap().keySet())
          .containsExactly("total", "kd", "kd.soft", "kd.hard", "mse");
      assertThat(run.values().get("kd")).isCloseTo(kd, within(1e-9));
      assertThat(run.values().get("mse")).isCloseTo(mse, within(1e-9));
      assertThat(run.total()).isCloseTo(2 * kd + 3 * mse, within(1e-9));
    }

    @Test
    @DisplayName("have the gradient of their sum")
    void gradient() {
      randomLogits(sum).requireGradient(Outputs.LOGITS, 5e-5);
    }

    @Test
    @DisplayName("refuse one name twice, names with dots, and weights that are no numbers")
    void names() {
      WeightedLosses one = WeightedLosses.of("a", LogitMseLoss.ofLogits(), 1);
      assertThatThrownBy(() -> one.and("a", LogitMseLoss.ofLogits(), 1))
          .hasMessageContaining("Two losses are named \"a\"");
      assertThatThrownBy(() -> one.and("b.c", LogitMseLoss.ofLogits(), 1))
          .hasMessageContaining("\"b.c\"");
      assertThatThrownBy(() -> one.and("total", LogitMseLoss.ofLogits(), 1))
          .hasMessageContaining("\"total\"");
      assertThatThrownBy(() -> one.and("b", LogitMseLoss.ofLogits(), Double.POSITIVE_INFINITY))
          .hasMessageContaining("Infinity, expected a finite number");
    }
  }
}
