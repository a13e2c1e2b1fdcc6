package org.distill4j.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.distill4j.core.loss.LossRun.random;
import static org.distill4j.core.loss.LossRun.table;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.distill4j.core.layer.Dense;
import org.distill4j.loss.Loss;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Losses of encoders")
class EncoderLossesTest {
  private static final String GIVEN = "given";
  private static final String WANTED = "wanted";
  private static final List<String> TAPPED = List.of("queries", "keys", "values", "scores");

  private static HostTensor heads(int heads, int length, int width, double... values) {
    return table(1, values.length, values).reshape(Shape.of(1, heads, length, width));
  }

  private static LossRun run(Loss loss, HostTensor given, HostTensor wanted) {
    return new LossRun(loss, given.shape().dim(0)).student(GIVEN, given).teacher(WANTED, wanted);
  }

  /** Blocks of two heads of width 2, and their hidden states, for two texts. */
  private static LossRun blocks(Loss loss, int length, int teachersWidth) {
    LossRun run =
        new LossRun(loss, 2)
            .student(GIVEN, padded(1, length, 1, 4).reshape(Shape.of(2, length, 4)))
            .teacher(
                WANTED,
                padded(2, length, 1, teachersWidth).reshape(Shape.of(2, length, teachersWidth)))
            .padding(mask(length));
    for (int i = 0; i < TAPPED.size(); i++) {
      String part = ".attention." + TAPPED.get(i);
      boolean scores = TAPPED.get(i).equals("scores");
      run.student(GIVEN + part, scores ? maps(3 + i, length) : padded(3 + i, length, 2, 2))
          .teacher(
              WANTED + part,
              scores ? maps(13 + i, length) : padded(13 + i, length, 2, teachersWidth / 2));
    }
    return run;
  }

  private static boolean counts(int text, int position) {
    return position < (text == 0 ? 3 : 2);
  }

  private static HostTensor mask(int length) {
    int[] mask = new int[2 * length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = counts(i / length, i % length) ? 1 : 0;
    }
    return HostTensor.ofInts(Shape.of(2, length), mask);
  }

  /** (2, heads, length, width) of the same numbers wherever there is no padding. */
  private static HostTensor padded(long seed, int length, int heads, int width) {
    HostTensor same = random(seed, 2, heads, 3, width);
    HostTensor all = random(seed + 100 + length, 2, heads, length, width);
    for (int i = 0; i < all.size(); i++) {
      int position = i / width % length;
      int head = i / width / length;
      if (counts(head / heads, position)) {
        all.floats().put(i, same.floats().get((head * 3 + position) * width + i % width));
      }
    }
    return all;
  }

  /** (2, 2, length, length) of the same numbers wherever there is no padding. */
  private static HostTensor maps(long seed, int length) {
    HostTensor same = random(seed, 2, 2, 3, 3);
    HostTensor all = random(seed + 100 + length, 2, 2, length, length);
    for (int i = 0; i < all.size(); i++) {
      int head = i / length / length;
      int row = i / length % length;
      if (counts(head / 2, row) && counts(head / 2, i % length)) {
        all.floats().put(i, same.floats().get((head * 3 + row) * 3 + i % length));
      }
    }
    return all;
  }

  private static final String GIVEN_ATTENTION = GIVEN + ".attention";
  private static final String WANTED_ATTENTION = WANTED + ".attention";

  static Stream<Loss> all() {
    return Stream.of(
        CosineLoss.of(GIVEN, WANTED),
        PairwiseCosineLoss.of(GIVEN, WANTED),
        AttentionMapLoss.of(GIVEN_ATTENTION + ".scores", WANTED_ATTENTION + ".scores"),
        TinyBertLoss.of(GIVEN, WANTED),
        MiniLmLoss.v1(GIVEN_ATTENTION, WANTED_ATTENTION),
        MiniLmLoss.v2(GIVEN_ATTENTION, WANTED_ATTENTION, 4));
  }

  @ParameterizedTest
  @MethodSource("all")
  @DisplayName("leave padding out, whatever it holds and however much there is of it")
  void padding(Loss loss) {
    double some = blocks(loss, 3, 4).total();
    assertThat(some).isGreaterThan(1e-3);
    assertThat(blocks(loss, 7, 4).total()).isCloseTo(some, within(1e-9));
  }

  @ParameterizedTest
  @MethodSource("all")
  @DisplayName("have the gradient of their value")
  void gradient(Loss loss) {
    LossRun run = blocks(loss, 4, 4);
    run.requireGradient(GIVEN, 5e-5);
    for (String part : TAPPED) {
      run.requireGradient(GIVEN_ATTENTION + "." + part, 5e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  @DisplayName("are the same for split batches, but for those that compare examples")
  void split(Loss loss) {
    LossRun run = blocks(loss, 4, 4);
    if (loss instanceof PairwiseCosineLoss) {
      assertThatThrownBy(() -> run.split(1)).hasMessageContaining("PairwiseCosineLoss compares");
    } else {
      assertThat(run.split(1).total()).isCloseTo(run.total(), within(1e-9));
    }
  }

  @Nested
  @DisplayName("by cosines")
  class ByCosine {
    @Test
    @DisplayName("average 1 less the cosine: 1 at right angles, 0 along one direction")
    void distance() {
      assertThat(
              run(CosineLoss.of(GIVEN, WANTED), table(2, 2, 1, 0, 1, 1), table(2, 2, 0, 2, 3, 3))
                  .total())
          .isCloseTo(0.5, within(1e-7));
    }

    @Test
    @DisplayName("count a vector of zeros as 1, with no gradient")
    void zeros() {
      LossRun run = run(CosineLoss.of(GIVEN, WANTED), table(1, 2, 0, 0), table(1, 2, 0, 2));
      assertThat(run.total()).isEqualTo(1);
      assertThat(run.gradient(GIVEN)).containsOnly(0);
    }

    @Test
    @DisplayName("train a connector where widths differ, and name it where it is missing")
    void connector() {
      HostTensor given = random(1, 3, 2, 2);
      HostTensor wanted = random(2, 3, 2, 5);
      Loss loss = CosineLoss.of(GIVEN, WANTED);
      run(CosineLoss.of(GIVEN, WANTED).through(Dense.of(2, 5)), given, wanted)
          .requireGradient(GIVEN, 5e-5);
      assertThatThrownBy(() -> run(loss, given, wanted).total())
          .hasMessage(
              "The student's \"given\" has shape (3, 2, 2), and the teacher's \"wanted\" has shape"
                  + " (3, 2, 5), expected the same.\nMaybe add .through(Dense.of(2, 5)).");
    }

    @Test
    @DisplayName("of pairs compare all pairs of two examples, and none of an example with itself")
    void pairs() {
      Loss loss = PairwiseCosineLoss.of(GIVEN, WANTED);
      // Two right angles of the student's are 0°, cosine 1, to the teacher; the rest agrees.
      HostTensor given = table(3, 2, 1, 0, 0, 5, 0, 1);
      HostTensor wanted = table(3, 3, 0, 0, 2, 0, 0, 1, 0, 0, 7);
      assertThat(run(loss, given, wanted).total()).isCloseTo(4 / 6.0, within(1e-7));
      assertThat(run(loss, table(1, 2, 1, 0), table(1, 2, 0, 0)).total()).isZero();
    }
  }

  @Nested
  @DisplayName("that rank")
  class Ranking {
    private LossRun run(Loss loss, HostTensor student, HostTensor teacher) {
      return new LossRun(loss, student.shape().dim(0))
          .student("logits", student)
          .teacher("logits", teacher);
    }

    @Test
    @DisplayName("by margins: 3 and 4 of the student, 2 and 0 of the teacher, mean square 8.5")
    void margins() {
      Loss loss = MarginMseLoss.ofLogits();
      HostTensor student = table(1, 3, 5, 2, 1);
      HostTensor teacher = table(1, 3, 3, 1, 3);
      assertThat(run(loss, student, teacher).total()).isCloseTo(8.5, within(1e-6));
      HostTensor mask = HostTensor.ofInts(Shape.of(1, 3), 1, 1, 0);
      assertThat(run(loss, student, teacher).padding(mask).total()).isCloseTo(1, within(1e-6));
      HostTensor alone = HostTensor.ofInts(Shape.of(1, 3), 1, 0, 0);
      assertThat(run(loss, student, teacher).padding(alone).total()).isZero();
    }

    @Test
    @DisplayName("by lists: KL of (¾, ¼) and (½, ½), times T²")
    void lists() {
      double expected = 4 * (0.75 * Math.log(1.5) + 0.25 * Math.log(0.5));
      double three = 2 * Math.log(3);
      assertThat(run(ListwiseLoss.of(2), table(1, 2, 7, 7), table(1, 2, three, 0)).total())
          .isCloseTo(expected, within(1e-6));
      HostTensor student = table(1, 3, 7, 7, 50).reshape(Shape.of(1, 3, 1));
      HostTensor teacher = table(1, 3, three, 0, -9).reshape(Shape.of(1, 3, 1));
      HostTensor mask = HostTensor.ofInts(Shape.of(1, 3), 1, 1, 0);
      assertThat(run(ListwiseLoss.of(2), student, teacher).padding(mask).total())
          .isCloseTo(expected, within(1e-6));
    }

    static Stream<Loss> ranking() {
      return Stream.of(MarginMseLoss.ofLogits(), ListwiseLoss.of(2));
    }

    @ParameterizedTest
    @MethodSource("ranking")
    @DisplayName("have the gradient of their value, none at padding, and may be split")
    void gradient(Loss loss) {
      HostTensor mask = HostTensor.ofInts(Shape.of(3, 4), 1, 1, 1, 0, 1, 1, 1, 1, 1, 0, 0, 0);
      LossRun run = run(loss, random(1, 3, 4), random(2, 3, 4)).padding(mask);
      run.requireGradient("logits", 5e-5);
      assertThat(run.gradient("logits")[3]).isZero();
      assertThat(run.split(2).total()).isCloseTo(run.total(), within(1e-9));
    }

    @ParameterizedTest
    @MethodSource("ranking")
    @DisplayName("refuse single scores and other candidates")
    void wrong(Loss loss) {
      assertThatThrownBy(() -> run(loss, table(2, 1, 1, 2), table(2, 1, 1, 2)).total())
          .hasMessage(
              "Output \"logits\" of the student has shape (2, 1), expected (batch, candidates) or"
                  + " (batch, candidates, 1) of at least 2 candidates.\nMaybe each pair of texts is"
                  + " an example of its own; a query and all its candidates are one here.");
      assertThatThrownBy(() -> run(loss, random(1, 2, 3), random(1, 2, 4)).total())
          .hasMessageContaining("expected the same candidates");
    }
  }

  @Nested
  @DisplayName("by attention")
  class ByAttention {
    @Test
    @DisplayName("average squares over the positions attended to, then over those that attend")
    void maps() {
      Loss loss = AttentionMapLoss.of(GIVEN, WANTED);
      HostTensor given = heads(1, 2, 2, 1, 2, 3, 4);
      HostTensor wanted = heads(1, 2, 2, 0, 0, 3, 1);
      assertThat(run(loss, given, wanted).total()).isCloseTo(3.5, within(1e-6));
      HostTensor mask = HostTensor.ofInts(Shape.of(1, 2), 1, 0);
      assertThat(run(loss, given, wanted).padding(mask).total()).isCloseTo(1, within(1e-6));
    }

    @Test
    @DisplayName("layer by layer add squares of hidden states and of scores")
    void layers() {
      TinyBertLoss loss = TinyBertLoss.of("a", "c").and("b", "d");
      LossRun run =
          new LossRun(loss, 1)
              .student("a", table(1, 2, 1, 2).reshape(Shape.of(1, 1, 2)))
              .student("b", table(1, 2, 0, 0).reshape(Shape.of(1, 1, 2)))
              .student("a.attention.scores", heads(1, 1, 1, 5))
              .student("b.attention.scores", heads(1, 1, 1, 2))
              .teacher("c", table(1, 2, 1, 0).reshape(Shape.of(1, 1, 2)))
              .teacher("d", table(1, 2, 1, 1).reshape(Shape.of(1, 1, 2)))
              .teacher("c.attention.scores", heads(1, 1, 1, 2))
              .teacher("d.attention.scores", heads(1, 1, 1, 1));
      // Means of (0, 4) and of (1, 1); 9 and 1.
      assertThat(run.values().get("hidden")).isCloseTo(3, within(1e-6));
      assertThat(run.values().get("attention")).isCloseTo(10, within(1e-6));
      assertThat(run.total()).isCloseTo(13, within(1e-6));
    }

    @Test
    @DisplayName("layer by layer lead narrower hidden states through a connector for each pair")
    void connectors() {
      Loss narrow = TinyBertLoss.of(GIVEN, WANTED);
      assertThatThrownBy(() -> blocks(narrow, 3, 6).total())
          .hasMessageContaining("Maybe add .through(Dense.of(4, 6)).");
      Loss led = TinyBertLoss.of(GIVEN, WANTED).through(Dense.of(4, 6));
      blocks(led, 3, 6).requireGradient(GIVEN, 5e-5);
      assertThatThrownBy(() -> new TinyBertLoss(List.of("a"), List.of(), Optional.empty()))
          .hasMessageStartingWith("The student's blocks are [a] and the teacher's [],");
    }

    @Test
    @DisplayName("by relations are the KL of softmaxes, averaged over positions")
    void relations() {
      // Scores of the student's first position (1, 0), of its second (0, 0); the teacher's are 0.
      double sure = 1 / (1 + Math.exp(-1));
      double first = 0.5 * Math.log(0.5 / sure) + 0.5 * Math.log(0.5 / (1 - sure));
      HostTensor one = heads(1, 2, 1, 1, 0);
      HostTensor zero = heads(1, 2, 1, 0, 0);
      LossRun run =
          new LossRun(MiniLmLoss.v1("a", "b"), 1)
              .student("a.queries", one)
              .student("a.keys", one)
              .student("a.values", zero)
              .teacher("b.queries", zero)
              .teacher("b.keys", one)
              .teacher("b.values", zero);
      assertThat(run.values().get("queryKey")).isCloseTo(first / 2, within(1e-7));
      assertThat(run.values().get("valueValue")).isCloseTo(0, within(1e-9));
    }

    @Test
    @DisplayName("by relations divide scores by the root of a relation head's width")
    void width() {
      HostTensor four = heads(1, 2, 4, 1, 1, 1, 1, 0, 0, 0, 0);
      HostTensor zero = heads(1, 2, 4, new double[8]);
      double sure = 1 / (1 + Math.exp(-2));
      double first = 0.5 * Math.log(0.5 / sure) + 0.5 * Math.log(0.5 / (1 - sure));
      LossRun run = new LossRun(MiniLmLoss.v2("a", "b", 1), 1);
      for (String part : List.of("queries", "keys", "values")) {
        run.student("a." + part, four).teacher("b." + part, zero);
      }
      assertThat(run.total()).isCloseTo(3 * first / 2, within(1e-7));
    }

    @Test
    @DisplayName("by relations of other heads are 0 where all heads together are the same")
    void regrouped() {
      // Two heads of width 1 and one of width 2, of the same vectors (1, 2) and (3, 4).
      HostTensor two = heads(2, 2, 1, 1, 3, 2, 4);
      HostTensor one = heads(1, 2, 2, 1, 2, 3, 4);
      LossRun same = new LossRun(MiniLmLoss.v2("a", "b", 2), 1);
      LossRun apart = new LossRun(MiniLmLoss.v1("a", "b"), 1);
      LossRun odd = new LossRun(MiniLmLoss.v2("a", "b", 3), 1);
      for (String part : List.of("queries", "keys", "values")) {
        Stream.of(same, apart, odd)
            .forEach(run -> run.student("a." + part, two).teacher("b." + part, one));
      }
      assertThat(same.total()).isCloseTo(0, within(1e-9));
      assertThatThrownBy(apart::total)
          .hasMessageContaining("expected the same heads and positions")
          .hasMessageEndingWith(
              "Maybe MiniLmLoss.v2, which splits both into as many relation heads, was meant.");
      assertThatThrownBy(odd::total)
          .hasMessage(
              "The values of \"a.queries\" are 2 wide, expected a multiple of the 3 relation"
                  + " heads.\nMaybe take a common divisor of both widths.");
    }

    @Test
    @DisplayName("refuse values that are not of heads")
    void wrong() {
      assertThatThrownBy(
              () ->
                  run(AttentionMapLoss.of(GIVEN, WANTED), random(1, 2, 3), random(1, 2, 3)).total())
          .hasMessage(
              "The student's \"given\" has shape (2, 3), expected (batch, heads, length, …).\n"
                  + "Maybe it is the path of the attention itself, of which \".scores\" is a"
                  + " part.");
    }

    @Test
    @DisplayName("of images refuse heads for channels, by their name and by their padding")
    void channels() {
      String scores = "layer1.attention.scores";
      LossRun named =
          new LossRun(AttentionLoss.of(scores, scores), 1)
              .student(scores, heads(1, 2, 2, 1, 2, 3, 4))
              .teacher(scores, heads(1, 2, 2, 1, 2, 3, 4));
      assertThatThrownBy(named::total)
          .hasMessage(
              "The student's \"layer1.attention.scores\" has shape (1, 1, 2, 2), whose axis 1 is"
                  + " the heads of an attention, expected the channels of an image.\nMaybe"
                  + " AttentionMapLoss or MiniLmLoss, which are for transformers, was meant.");
      HostTensor mask = HostTensor.ofInts(Shape.of(1, 2), 1, 0);
      HostTensor unnamed = heads(3, 2, 1, 1, 2, 3, 4, 5, 6);
      assertThatThrownBy(
              () -> run(AttentionLoss.of(GIVEN, WANTED), unnamed, unnamed).padding(mask).total())
          .hasMessageContaining("whose axis 1 is the heads of an attention");
    }
  }
}
