package org.distill4j.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.distill4j.core.layer.Dense;
import org.distill4j.loss.Loss;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Four sequences of 3, 1, 2 and 3 positions, or pictures of as many columns. */
@DisplayName("Losses that compare features leave padding out:")
class PaddedFeaturesTest {
  private static final String GIVEN = "given";
  private static final String WANTED = "wanted";
  private static final int[] LENGTHS = {3, 1, 2, 3};

  private static boolean counts(int example, int position) {
    return position < LENGTHS[example];
  }

  /** (4, positions, features) of the same features at all that counts, others at padding. */
  private static HostTensor tokens(long seed, int positions, int features) {
    HostTensor same = LossRun.random(seed, 4, 3, features);
    HostTensor tokens = LossRun.random(seed + positions, 4, positions, features);
    for (int example = 0; example < 4; example++) {
      for (int i = 0; i < LENGTHS[example] * features; i++) {
        float value = same.floats().get(example * 3 * features + i);
        tokens.floats().put(example * positions * features + i, value);
      }
    }
    return tokens;
  }

  /** (4, channels, 2, width) of the same pixels at all that counts, others at padding. */
  private static HostTensor pictures(long seed, int width, int channels) {
    HostTensor same = LossRun.random(seed, 4, channels, 2, 3);
    HostTensor pictures = LossRun.random(seed + width, 4, channels, 2, width);
    for (int row = 0; row < 4 * channels * 2; row++) {
      for (int x = 0; x < LENGTHS[row / (channels * 2)]; x++) {
        pictures.floats().put(row * width + x, same.floats().get(row * 3 + x));
      }
    }
    return pictures;
  }

  private static HostTensor mask(int rows, int positions) {
    int[] values = new int[4 * rows * positions];
    for (int i = 0; i < values.length; i++) {
      values[i] = counts(i / (rows * positions), i % positions) ? 1 : 0;
    }
    return HostTensor.ofInts(
        rows == 1 ? Shape.of(4, positions) : Shape.of(4, rows, positions), values);
  }

  private static LossRun ofTokens(Loss loss, int positions) {
    return new LossRun(loss, 4)
        .student(GIVEN, tokens(1, positions, 2))
        .teacher(WANTED, tokens(2, positions, 2))
        .labels("domain", 0, 1, 1, 0)
        .padding(mask(1, positions));
  }

  private static LossRun ofPictures(Loss loss, int width) {
    return new LossRun(loss, 4)
        .student(GIVEN, pictures(1, width, 2))
        .teacher(WANTED, pictures(2, width, 2))
        .labels("domain", 0, 1, 1, 0)
        .padding(mask(2, width));
  }

  static Stream<Loss> all() {
    return Stream.of(
        HintLoss.of(GIVEN, WANTED),
        SimilarityLoss.of(GIVEN, WANTED),
        ProbabilisticTransferLoss.of(GIVEN, WANTED),
        RelationalLoss.of(GIVEN, WANTED),
        MmdLoss.of(GIVEN),
        new JacobianLoss(GIVEN, WANTED),
        new DistLoss(1, 2, Schedule.constant(2), GIVEN));
  }

  private static LossRun ofTokensOfOneName(Loss loss, int positions) {
    LossRun run = ofTokens(loss, positions);
    return loss instanceof DistLoss ? run.teacher(GIVEN, tokens(2, positions, 2)) : run;
  }

  @ParameterizedTest
  @MethodSource("all")
  @DisplayName("of tokens, whatever the padding holds and however much there is of it")
  void tokens(Loss loss) {
    LossRun some = ofTokensOfOneName(loss, 3);
    LossRun more = ofTokensOfOneName(loss, 7);
    assertThat(some.total()).isGreaterThan(1e-3).isCloseTo(more.total(), within(1e-9));
    requireNoGradientAtPadding(more.gradient(GIVEN), 7);
  }

  private static void requireNoGradientAtPadding(float[] gradient, int positions) {
    for (int i = 0; i < gradient.length; i++) {
      if (!counts(i / (2 * positions), i / 2 % positions)) {
        assertThat(gradient[i]).as("element %d", i).isZero();
      }
    }
  }

  @Test
  @DisplayName("of covariances, but for their division by the number of features")
  void covariances() {
    double some = ofTokens(CoralLoss.of(GIVEN), 3).total();
    assertThat(ofTokens(CoralLoss.of(GIVEN), 6).total() * 4).isCloseTo(some, within(1e-9));
  }

  static Stream<Loss> ofImages() {
    return Stream.of(
        HintLoss.of(GIVEN, WANTED),
        AttentionLoss.of(GIVEN, WANTED),
        SimilarityLoss.of(GIVEN, WANTED),
        ProbabilisticTransferLoss.of(GIVEN, WANTED),
        RelationalLoss.of(GIVEN, WANTED),
        MmdLoss.of(GIVEN));
  }

  @ParameterizedTest
  @MethodSource("ofImages")
  @DisplayName("of pictures too, whose channels come first")
  void pictures(Loss loss) {
    double some = ofPictures(loss, 3).total();
    assertThat(ofPictures(loss, 5).total()).isGreaterThan(1e-3).isCloseTo(some, within(1e-9));
  }

  @Test
  @DisplayName("a contrastive loss takes the mean of the tokens that count")
  void pooled() {
    Loss loss = ContrastiveLoss.of(GIVEN, WANTED);
    double some = ofTokens(loss, 3).total();
    assertThat(ofTokens(loss, 7).total()).isGreaterThan(1e-3).isCloseTo(some, within(1e-9));
  }

  @Test
  @DisplayName("a hint is the mean over all tokens that count, split batches and a connector alike")
  void hint() {
    LossRun run = ofTokens(HintLoss.of(GIVEN, WANTED), 7);
    HostTensor given = tokens(1, 3, 2);
    HostTensor wanted = tokens(2, 3, 2);
    double sum = 0;
    for (int i = 0; i < given.size(); i++) {
      double apart = given.floats().get(i) - wanted.floats().get(i);
      sum += counts(i / 6, i / 2 % 3) ? apart * apart : 0;
    }
    assertThat(run.total()).isCloseTo(sum / 2 / 2 / 9, within(1e-6));
    Loss connected = HintLoss.of(GIVEN, WANTED).through(Dense.of(2, 2));
    for (int part = 1; part < 4; part++) {
      assertThat(run.split(part).total()).isCloseTo(run.total(), within(1e-6));
      LossRun led = ofTokens(connected, 7);
      assertThat(led.split(part).total()).isCloseTo(ofTokens(connected, 3).total(), within(1e-6));
    }
  }

  @Test
  @DisplayName("attention transfer is the same of split batches")
  void attention() {
    LossRun run = ofPictures(AttentionLoss.of(GIVEN, WANTED), 5);
    assertThat(run.split(1).total()).isCloseTo(run.total(), within(1e-6));
    assertThat(run.split(3).total()).isCloseTo(run.total(), within(1e-6));
  }

  @Test
  @DisplayName("without padding a hint of tokens is that of one long vector")
  void unpadded() {
    HostTensor given = LossRun.random(1, 4, 3, 2);
    HostTensor wanted = LossRun.random(2, 4, 3, 2);
    LossRun tokens =
        new LossRun(HintLoss.of(GIVEN, WANTED), 4).student(GIVEN, given).teacher(WANTED, wanted);
    LossRun flat =
        new LossRun(HintLoss.of(GIVEN, WANTED), 4)
            .student(GIVEN, given.reshape(Shape.of(4, 6)))
            .teacher(WANTED, wanted.reshape(Shape.of(4, 6)));
    assertThat(tokens.total()).isCloseTo(flat.total(), within(1e-9));
  }
}
