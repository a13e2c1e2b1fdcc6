package org.distill4j.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.distill4j.core.loss.LossRun.random;
import static org.distill4j.core.loss.LossRun.table;

import java.util.stream.Stream;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Dense;
import org.distill4j.loss.Loss;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Losses on features")
class FeatureLossesTest {
  private static final String GIVEN = "given";
  private static final String WANTED = "wanted";

  private static LossRun run(Loss loss, HostTensor given, HostTensor wanted) {
    return new LossRun(loss, given.shape().dim(0)).student(GIVEN, given).teacher(WANTED, wanted);
  }

  static Stream<Loss> relations() {
    return Stream.of(
        SimilarityLoss.of(GIVEN, WANTED),
        RelationalLoss.of(GIVEN, WANTED),
        ProbabilisticTransferLoss.of(GIVEN, WANTED));
  }

  static Stream<Loss> wholeBatch() {
    return Stream.concat(relations(), Stream.of(ContrastiveLoss.of(GIVEN, WANTED)));
  }

  @Nested
  @DisplayName("that compare examples with each other")
  class Relations {
    static Stream<Loss> relations() {
      return FeatureLossesTest.relations();
    }

    static Stream<Loss> wholeBatch() {
      return FeatureLossesTest.wholeBatch();
    }

    @ParameterizedTest
    @MethodSource("wholeBatch")
    @DisplayName("have the gradient of their value")
    void gradient(Loss loss) {
      run(loss, random(1, 4, 3), random(2, 4, 5)).requireGradient(GIVEN, 5e-5);
    }

    @ParameterizedTest
    @MethodSource("relations")
    @DisplayName("are 0 where the student's examples lie as the teacher's, only larger and turned")
    void turned(Loss loss) {
      HostTensor wanted = random(1, 5, 2);
      HostTensor given = wanted.copy();
      for (int row = 0; row < 5; row++) {
        given.floats().put(2 * row, -3 * wanted.floats().get(2 * row + 1));
        given.floats().put(2 * row + 1, 3 * wanted.floats().get(2 * row));
      }
      double scale = loss instanceof SimilarityLoss ? 1e-10 : 1e-12;
      assertThat(run(loss, given, wanted).total()).isCloseTo(0, within(scale));
    }

    @ParameterizedTest
    @MethodSource("wholeBatch")
    @DisplayName("are finite with a finite gradient for examples that are alike, zero, or alone")
    void degenerate(Loss loss) {
      HostTensor alike = table(3, 2, 1, 2, 1, 2, 1, 2);
      HostTensor zero = table(3, 2, new double[6]);
      HostTensor alone = table(1, 2, 1, 2);
      requireFinite(run(loss, alike, random(2, 3, 2)));
      requireFinite(run(loss, zero, random(2, 3, 2)));
      requireFinite(run(loss, random(2, 3, 2), zero));
      LossRun single = run(loss, alone, alone);
      requireFinite(single);
      assertThat(single.total()).isCloseTo(0, within(1e-6));
    }

    private static void requireFinite(LossRun run) {
      assertThat(run.total()).isFinite();
      for (float value : run.gradient(GIVEN)) {
        assertThat(value).isFinite();
      }
    }

    @ParameterizedTest
    @MethodSource("wholeBatch")
    @DisplayName("refuse a batch that is split")
    void split(Loss loss) {
      LossRun run = run(loss, random(1, 4, 3), random(2, 4, 5));
      assertThatThrownBy(() -> run.split(2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(loss.getClass().getSimpleName() + " compares its examples");
    }

    @Test
    @DisplayName("by similarity: rows of G divided by their lengths, squared distance over batch²")
    void similarity() {
      // Student: two unit vectors at right angles, G = I. Teacher: equal ones, rows (1, 1)/√2.
      double root = Math.sqrt(0.5);
      double expected = 2 * ((1 - root) * (1 - root) + root * root) / 4;
      assertThat(
              run(SimilarityLoss.of(GIVEN, WANTED), table(2, 2, 1, 0, 0, 1), table(2, 1, 1, 1))
                  .total())
          .isCloseTo(expected, within(1e-7));
    }

    @Test
    @DisplayName("by distance: divided by their mean, Huber's loss, averaged over pairs")
    void distance() {
      // On a line at 0, 1, 3: distances 1, 3, 2, mean 2. Teacher at 0, 1, 2: 1, 2, 1, mean 4/3.
      double[] apart = {0.5 - 0.75, 1.5 - 1.5, 1 - 0.75};
      double expected = 0;
      for (double d : apart) {
        expected += 0.5 * d * d / 3;
      }
      assertThat(
              run(RelationalLoss.of(GIVEN, WANTED), table(3, 1, 0, 1, 3), table(3, 1, 0, 1, 2))
                  .values()
                  .get("distance"))
          .isCloseTo(expected, within(1e-7));
    }

    @Test
    @DisplayName("by angle: the cosine at the middle example, averaged over triplets")
    void angle() {
      // Student: a right angle at the origin and 45° at the ends. Teacher: on a line, origin
      // inside.
      HostTensor given = table(3, 2, 0, 0, 1, 0, 0, 1);
      HostTensor wanted = table(3, 2, 0, 0, 1, 0, -1, 0);
      double ends = Math.sqrt(0.5) - 1;
      double expected = (0.5 * 1 + 2 * 0.5 * ends * ends) / 3;
      assertThat(run(RelationalLoss.of(GIVEN, WANTED), given, wanted).values().get("angle"))
          .isCloseTo(expected, within(1e-6));
    }

    @Test
    @DisplayName("counts each of the 24 angles between four points once")
    void fourPoints() {
      // The first two change places, so 8 of the 24 cosines turn from 1 to −1 or back: huber 1.5.
      LossRun run =
          run(RelationalLoss.of(GIVEN, WANTED), table(4, 1, 0, 1, 2, 3), table(4, 1, 1, 0, 2, 3));
      assertThat(run.values().get("angle")).isCloseTo(0.5, within(1e-6));
    }

    @Test
    @DisplayName("by neighbours: KL of the conditional probabilities of the cosine kernel")
    void neighbours() {
      // Kernels 1 and ½, and 10⁻⁴ more, for angles of 0° and 90°.
      double near = 1 + 1e-4;
      double far = 0.5 + 1e-4;
      HostTensor given = table(3, 2, 1, 0, 1, 0, 0, 1);
      HostTensor wanted = table(3, 2, 1, 0, 0, 1, 0, 1);
      double p = near / (near + far);
      // Student p[·|0] = (p, 1 − p), p[·|1] the same, p[·|2] = (½, ½);
      // teacher p[·|0] = (½, ½), p[·|1] = (1 − p, p) and p[·|2] the same.
      double even = 0.5 * Math.log(0.5 / p) + 0.5 * Math.log(0.5 / (1 - p));
      double crossed = (1 - p) * Math.log((1 - p) / p) + p * Math.log(p / (1 - p));
      double last = (1 - p) * Math.log(2 * (1 - p)) + p * Math.log(2 * p);
      assertThat(run(ProbabilisticTransferLoss.of(GIVEN, WANTED), given, wanted).total())
          .isCloseTo((even + crossed + last) / 3, within(1e-9));
    }

    @Test
    @DisplayName("by neighbours: have a gradient that is smooth where examples are opposite")
    void opposite() {
      LossRun run =
          run(
              ProbabilisticTransferLoss.of(GIVEN, WANTED),
              table(3, 2, 1, 2, -1, -2, 2, 1),
              random(2, 3, 5));
      run.requireGradient(GIVEN, 1e-3);
    }

    @Test
    @DisplayName("by contrast: towards log(batch) where a projection cannot tell examples apart")
    void contrast() {
      HostTensor alike = table(3, 2, 1, 2, 1, 2, 1, 2);
      assertThat(run(ContrastiveLoss.of(GIVEN, WANTED), alike, alike).total())
          .isCloseTo(Math.log(3), within(1e-9));
    }
  }

  @Nested
  @DisplayName("that are hints")
  class Hints {
    @Test
    @DisplayName("are half the mean squared distance")
    void byHand() {
      assertThat(
              run(HintLoss.of(GIVEN, WANTED), table(2, 2, 1, 2, 3, 4), table(2, 2, 1, 0, 0, 0))
                  .total())
          .isCloseTo(0.5 * (4 + 9 + 16) / 4, within(1e-6));
    }

    @Test
    @DisplayName("go through a connector that is trained, with the gradient of the whole")
    void connector() {
      LossRun run =
          run(HintLoss.of(GIVEN, WANTED).through(Dense.of(3, 5)), random(1, 4, 3), random(2, 4, 5));
      run.requireGradient(GIVEN, 2e-5);
    }

    @Test
    @DisplayName("of two shapes are refused, naming both and the connector to add")
    void shapes() {
      assertThatThrownBy(
              () -> run(HintLoss.of(GIVEN, WANTED), random(1, 4, 3), random(2, 4, 5)).total())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The student's \"given\" has shape (4, 3), and the teacher's \"wanted\" has shape"
                  + " (4, 5), expected the same.\nMaybe add .through(Dense.of(3, 5)).");
      assertThatThrownBy(
              () ->
                  run(HintLoss.of(GIVEN, WANTED), random(1, 2, 3, 4, 4), random(2, 2, 5, 4, 4))
                      .total())
          .hasMessageContaining("Maybe add .through(Conv2d.of(3, 5, 1))");
    }

    @Test
    @DisplayName("of images go through a convolution")
    void images() {
      run(
              HintLoss.of(GIVEN, WANTED).through(Conv2d.of(2, 3, 1)),
              random(1, 2, 2, 2, 2),
              random(2, 2, 3, 2, 2))
          .requireGradient(GIVEN, 2e-5);
    }

    @Test
    @DisplayName("of layers that are not there are refused, naming those that are")
    void missing() {
      assertThatThrownBy(
              () -> run(HintLoss.of("relu9", WANTED), random(1, 2, 3), random(2, 2, 3)).total())
          .hasMessageContaining("intermediate value \"relu9\"");
      assertThatThrownBy(
              () -> run(HintLoss.of(GIVEN, "relu9"), random(1, 2, 3), random(2, 2, 3)).total())
          .hasMessageContaining(
              "The teacher has no output named \"relu9\", expected one of [wanted]")
          .hasMessageContaining("\nMaybe wrap its model: TappedModel.of(model, \"relu9\")");
    }
  }

  @Nested
  @DisplayName("that are attention maps")
  class Attention {
    @Test
    @DisplayName("are 1 less the cosine of the maps")
    void byHand() {
      // One channel, two places: maps (1, 0) and (9, 16), whose cosine is 9/√337.
      HostTensor given = HostTensor.ofFloats(Shape.of(1, 1, 1, 2), -1, 0);
      HostTensor wanted = HostTensor.ofFloats(Shape.of(1, 1, 1, 2), 3, 4);
      assertThat(run(AttentionLoss.of(GIVEN, WANTED), given, wanted).total())
          .isCloseTo(1 - 9 / Math.sqrt(337), within(1e-6));
    }

    @Test
    @DisplayName("have the gradient of their value, for any number of channels")
    void gradient() {
      run(AttentionLoss.of(GIVEN, WANTED), random(1, 2, 2, 2, 3), random(2, 2, 4, 2, 3))
          .requireGradient(GIVEN, 2e-5);
    }

    @Test
    @DisplayName("of zeros have a gradient of 0")
    void zeros() {
      LossRun run =
          run(
              AttentionLoss.of(GIVEN, WANTED),
              HostTensor.ofFloats(Shape.of(1, 1, 1, 2), 0, 0),
              HostTensor.ofFloats(Shape.of(1, 1, 1, 2), 3, 4));
      assertThat(run.gradient(GIVEN)).containsOnly(0f);
    }

    @Test
    @DisplayName("of other sizes or of vectors are refused")
    void shapes() {
      assertThatThrownBy(
              () ->
                  run(AttentionLoss.of(GIVEN, WANTED), random(1, 2, 2, 2, 3), random(2, 2, 2, 3, 3))
                      .total())
          .hasMessageContaining("has 6 places and the teacher's \"wanted\" 9");
      assertThatThrownBy(
              () -> run(AttentionLoss.of(GIVEN, WANTED), random(1, 2, 3), random(2, 2, 3)).total())
          .hasMessageContaining("expected (batch, channels, height, width).\nMaybe HintLoss");
    }
  }

  @Nested
  @DisplayName("that align domains")
  class Domain {
    private LossRun mixed(Loss loss, HostTensor given, int... domains) {
      return new LossRun(loss, domains.length).student(GIVEN, given).labels("domain", domains);
    }

    static Stream<Loss> both() {
      return Stream.of(CoralLoss.of(GIVEN), MmdLoss.of(GIVEN));
    }

    @Test
    @DisplayName("by CORAL are the squared distance of the covariances over 4 · features²")
    void coral() {
      // Source 0 and 2: variance 2. Target 0 and 4: variance 8. The last is of neither.
      assertThat(mixed(CoralLoss.of(GIVEN), table(5, 1, 0, 2, 0, 4, 100), 0, 0, 1, 1, -1).total())
          .isCloseTo(36 / 4.0, within(1e-5));
    }

    @Test
    @DisplayName("CORAL divides by 4 times the square of the number of features")
    void coralOfTwo() {
      // Covariances ((2, 0), (0, 0)) and ((0, 0), (0, 2)): (4 + 4) / (4 · 2²).
      LossRun run = mixed(CoralLoss.of(GIVEN), table(4, 2, 0, 0, 2, 0, 0, 0, 0, 2), 0, 0, 1, 1);
      assertThat(run.total()).isCloseTo(0.5, within(1e-6));
    }

    @Test
    @DisplayName("by MMD are the mean kernel within less that between")
    void mmd() {
      // One at 0 and one at 1: mean squared distance ½ over all four pairs.
      double kernel = 0;
      for (double c : new double[] {0.25, 0.5, 1, 2, 4}) {
        kernel += Math.exp(-1 / (c * 0.5)) / 5;
      }
      assertThat(mixed(MmdLoss.of(GIVEN), table(2, 1, 0, 1), 0, 1).total())
          .isCloseTo(2 - 2 * kernel, within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("both")
    @DisplayName("are 0 where both domains have the same values, and where there is one alone")
    void zero(Loss loss) {
      HostTensor same = table(4, 2, 1, 2, 3, 5, 1, 2, 3, 5);
      assertThat(mixed(loss, same, 0, 0, 1, 1).total()).isCloseTo(0, within(1e-12));
      for (int domain = -1; domain < 2; domain++) {
        LossRun alone = mixed(loss, random(1, 4, 2), domain, domain, domain, domain);
        assertThat(alone.total()).isZero();
        assertThat(alone.gradient(GIVEN)).containsOnly(0f);
      }
    }

    @Test
    @DisplayName("by CORAL have the gradient of their value")
    void coralGradient() {
      mixed(CoralLoss.of(GIVEN), random(1, 5, 2), 0, 1, 0, 1, -1).requireGradient(GIVEN, 5e-5);
    }

    @Test
    @DisplayName("by MMD have a gradient that holds the kernel's width fixed")
    void mmdGradient() {
      // Two examples at 0 and d: v = d²/2, so d/dd (2 − 2·mean exp(−d²/(c·v))) = mean
      // 4·d/(c·v)·exp.
      double expected = 0;
      for (double c : new double[] {0.25, 0.5, 1, 2, 4}) {
        expected += 4 * 3 / (c * 4.5) * Math.exp(-9 / (c * 4.5)) / 5;
      }
      float[] gradient = mixed(MmdLoss.of(GIVEN), table(2, 1, 0, 3), 0, 1).gradient(GIVEN);
      assertThat((double) gradient[1]).isCloseTo(expected, within(1e-6));
      assertThat((double) gradient[0]).isCloseTo(-expected, within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("both")
    @DisplayName("refuse a batch that is split, and a third domain")
    void refuse(Loss loss) {
      assertThatThrownBy(() -> mixed(loss, random(1, 4, 2), 0, 0, 1, 1).split(2))
          .hasMessageContaining(loss.getClass().getSimpleName() + " compares its examples");
      assertThatThrownBy(() -> mixed(loss, random(1, 4, 2), 0, 0, 1, 2).total())
          .hasMessageContaining("holds 2")
          .hasMessageContaining("[-1, 2)");
    }
  }
}
