package org.distill4j.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.model.Models;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.model.ParameterSpec;
import org.distill4j.optim.Schedule;
import org.distill4j.program.Recorder;
import org.distill4j.program.Recording;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Recorded with a student whose layers it taps, a loss")
class LossFamilyTest {
  private static final Model STUDENT =
      Models.of(Shape.of(4), Sequential.of(Dense.of(4, 6), Dense.of(6, 3)));
  private static final StepSignature SIGNATURE =
      new StepSignature(
          Map.of(Batch.LABELS, TensorSpec.ints(), "domain", TensorSpec.ints()),
          List.of(
              Map.of(
                  "logits", TensorSpec.floats(3),
                  "dense1", TensorSpec.floats(9),
                  "conv1", TensorSpec.floats(2, 4, 4))));

  private static Recording record(Loss loss) {
    return Recorder.step(STUDENT, loss, SIGNATURE, 5);
  }

  static Stream<Arguments> losses() {
    return Stream.of(
        Arguments.of(SoftTargetLoss.of(3), List.of("total", "soft")),
        Arguments.of(ReverseKlLoss.of(3), List.of("total")),
        Arguments.of(JensenShannonLoss.of(0.5, 2), List.of("total")),
        Arguments.of(LogitMseLoss.ofLogits(), List.of("total")),
        Arguments.of(DecoupledLoss.of(1, 8, 4), List.of("total", "target", "nonTarget")),
        Arguments.of(DistLoss.of(1, 1, 2), List.of("total", "inter", "intra")),
        Arguments.of(StandardizedLogits.of(SoftTargetLoss.of(2)), List.of("total", "soft")),
        Arguments.of(CrossEntropyLoss.ofLabels().withLabelSmoothing(0.1), List.of("total", "hard")),
        Arguments.of(HintLoss.of("dense1", "dense1").through(Dense.of(6, 9)), List.of("total")),
        Arguments.of(CosineLoss.of("dense1", "dense1").through(Dense.of(6, 9)), List.of("total")),
        Arguments.of(PairwiseCosineLoss.of("dense1", "dense1"), List.of("total")),
        Arguments.of(MarginMseLoss.ofLogits(), List.of("total")),
        Arguments.of(ListwiseLoss.of(2), List.of("total")),
        Arguments.of(SimilarityLoss.of("dense1", "dense1"), List.of("total")),
        Arguments.of(
            RelationalLoss.of("dense1", "conv1").weighted(25, 50),
            List.of("total", "distance", "angle")),
        Arguments.of(ProbabilisticTransferLoss.of("dense1", "dense1"), List.of("total")),
        Arguments.of(ContrastiveLoss.of("dense1", "conv1"), List.of("total")),
        Arguments.of(CoralLoss.of("dense1"), List.of("total")),
        Arguments.of(MmdLoss.of("logits"), List.of("total")),
        Arguments.of(
            WeightedLosses.of("kd", DistillationLoss.of(5, 0.7), 1)
                .and("similarity", SimilarityLoss.of("dense1", "dense1"), Schedule.linear(1, 0)),
            List.of("total", "kd", "kd.soft", "kd.hard", "similarity")));
  }

  @ParameterizedTest
  @MethodSource("losses")
  @DisplayName("reports its terms")
  void terms(Loss loss, List<String> names) {
    assertThat(record(loss).outputs().keySet()).containsExactlyElementsOf(names);
  }

  @Test
  @DisplayName("that is one of several trains its parameters under its own name")
  void parameters() {
    Loss sum =
        WeightedLosses.of("one", HintLoss.of("dense1", "dense1").through(Dense.of(6, 9)), 1)
            .and("other", HintLoss.of("logits", "dense1").through(Dense.of(3, 9)), 1);

    assertThat(record(sum).parameters())
        .extracting(ParameterSpec::name)
        .contains("loss.one.connector.weight", "loss.other.connector.weight");
  }

  @Test
  @DisplayName("that compares examples with each other refuses micro-batches, and says which")
  void wholeBatch() {
    Recording recording =
        record(WeightedLosses.of("a", CoralLoss.of("dense1"), 1).and("b", DistLoss.of(1, 1, 1), 1));

    recording.requireMicroBatches(1);
    assertThatThrownBy(() -> recording.requireMicroBatches(3))
        .hasMessageContaining("split into 3 parts, expected it whole, as CoralLoss and DistLoss");
  }

  @Test
  @DisplayName("on one head of several says which outputs there are")
  void heads() {
    assertThat(SoftTargetLoss.of(2).forHead("digit").output()).isEqualTo("digit");
    assertThat(CrossEntropyLoss.ofLabels().forHead("digit", "digits").labels()).isEqualTo("digits");
    assertThatThrownBy(() -> record(ReverseKlLoss.of(2).forHead("parity")))
        .hasMessageContaining("The student has no output \"parity\", expected one of [logits]");
    assertThatThrownBy(() -> record(DistLoss.of(1, 1, 2).forHead("parity")))
        .hasMessageContaining("no output \"parity\"");
    assertThatThrownBy(() -> record(JensenShannonLoss.of(0.5, 2).forHead("parity")))
        .hasMessageContaining("no output \"parity\"");
    assertThatThrownBy(() -> record(DecoupledLoss.of(1, 1, 2).forHead("parity", "labels")))
        .hasMessageContaining("no output \"parity\"");
  }

  @Test
  @DisplayName("that looks where images are refuses vectors")
  void attention() {
    assertThatThrownBy(() -> record(AttentionLoss.of("dense1", "conv1")))
        .hasMessageContaining("The student's \"dense1\" has shape (5, 6)")
        .hasMessageContaining("\nMaybe HintLoss");
  }

  @Test
  @DisplayName("with hints of two sizes names both and the connector to add")
  void hints() {
    assertThatThrownBy(() -> record(HintLoss.of("dense1", "dense1")))
        .hasMessageContaining("\nMaybe add .through(Dense.of(6, 9)).");
    assertThatThrownBy(() -> record(HintLoss.of("dense1", "conv1")))
        .hasMessageContaining("\nMaybe add .through(a layer that reshapes the one to the other).");
    assertThatThrownBy(() -> record(HintLoss.of("dense1", "dense1").through(Dense.of(6, 8))))
        .hasMessageContaining("has shape (5, 8) behind its connector");
  }

  static Stream<Arguments> outOfRange() {
    double nan = Double.NaN;
    return Stream.of(
        Arguments.of((ThrowingCallable) () -> SoftTargetLoss.of(0), "temperature"),
        Arguments.of((ThrowingCallable) () -> ReverseKlLoss.of(-1), "temperature"),
        Arguments.of((ThrowingCallable) () -> ListwiseLoss.of(0), "temperature"),
        Arguments.of((ThrowingCallable) () -> MiniLmLoss.v2("a", "b", 0), "of 0 heads"),
        Arguments.of(
            (ThrowingCallable) () -> new TinyBertLoss(List.of(), List.of(), Optional.empty()),
            "blocks are []"),
        Arguments.of((ThrowingCallable) () -> JensenShannonLoss.of(0.5, 0), "temperature"),
        Arguments.of((ThrowingCallable) () -> JensenShannonLoss.of(0, 2), "share β"),
        Arguments.of((ThrowingCallable) () -> JensenShannonLoss.of(1, 2), "share β"),
        Arguments.of((ThrowingCallable) () -> DecoupledLoss.of(nan, 1, 2), "\"target\""),
        Arguments.of((ThrowingCallable) () -> DecoupledLoss.of(1, nan, 2), "\"nonTarget\""),
        Arguments.of((ThrowingCallable) () -> DecoupledLoss.of(1, 1, 0), "temperature"),
        Arguments.of((ThrowingCallable) () -> DistLoss.of(nan, 1, 2), "\"inter\""),
        Arguments.of((ThrowingCallable) () -> DistLoss.of(1, nan, 2), "\"intra\""),
        Arguments.of((ThrowingCallable) () -> DistLoss.of(1, 1, 0), "temperature"),
        Arguments.of(
            (ThrowingCallable) () -> RelationalLoss.of("a", "b").weighted(nan, 1), "\"distance\""),
        Arguments.of(
            (ThrowingCallable) () -> RelationalLoss.of("a", "b").weighted(1, nan), "\"angle\""),
        Arguments.of((ThrowingCallable) () -> new ContrastiveLoss("a", "b", 8, 0), "temperature"),
        Arguments.of((ThrowingCallable) () -> new ContrastiveLoss("a", "b", 0, 1), "width"),
        Arguments.of(
            (ThrowingCallable)
                () -> WeightedLosses.of("one", SoftTargetLoss.of(1), progress -> nan),
            "\"one\""));
  }

  @ParameterizedTest
  @MethodSource("outOfRange")
  @DisplayName("is not made with a number that is out of range, which it names")
  void numbers(ThrowingCallable making, String part) {
    assertThatThrownBy(making)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(part)
        .hasMessageContaining(", expected ")
        .hasMessageContaining("\nMaybe");
  }

  @Test
  @DisplayName("with the narrowest projections is accepted")
  void narrow() {
    assertThat(new ContrastiveLoss("a", "b", 1, 1).width()).isEqualTo(1);
  }

  @Test
  @DisplayName("of several names its parts in its text")
  void text() {
    assertThat(WeightedLosses.of("one", SoftTargetLoss.of(1), 2))
        .asString()
        .startsWith("WeightedLosses{one=");
  }
}
