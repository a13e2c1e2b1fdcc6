package org.distill4j.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.model.LayerModel;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The loss of each row's class")
class PickedLossTest {
  private static final int CLASSES = 3;
  private static final StepSignature SIGNATURE =
      new StepSignature(Map.of("labels", TensorSpec.ints()), List.of());

  private static Program record(Loss loss) {
    return Recorder.step(
        new LayerModel(TensorSpec.floats(CLASSES), (scope, x) -> x.relu()), loss, SIGNATURE, 2);
  }

  private static Optional<PickedLoss> find(Program program) {
    return program.nodes().stream().flatMap(n -> PickedLoss.of(program, n).stream()).findFirst();
  }

  private static Tensor labels(Signals signals) {
    return signals.classLabels("labels", CLASSES);
  }

  private static Tensor surprise(Signals signals) {
    return signals.student().logits().logSoftmax(1).negate();
  }

  private static LossTerms mean(Signals signals, Tensor rows) {
    return LossTerms.total(signals.meanOverLabelled("labels", rows));
  }

  @Test
  @DisplayName("is found with its parts")
  void found() {
    Program program = record(s -> mean(s, labels(s).oneHot(CLASSES).mul(surprise(s)).sum(1)));
    PickedLoss loss = find(program).orElseThrow();
    assertThat(loss.labels().op()).isInstanceOf(Op.Feed.class);
    assertThat(loss.oneHot().op()).isEqualTo(new Op.OneHot(CLASSES));
    assertThat(loss.logits().op()).isEqualTo(new Op.Unary(Op.UnaryKind.RELU));
    assertThat(loss.logProbabilities().inputs()).containsExactly(loss.logits());
    assertThat(loss.labelled().op()).isInstanceOf(Op.Compare.class);
  }

  static Stream<Arguments> others() {
    return Stream.of(
        of("a mean over all rows", s -> all(s, picked(s))),
        of("another axis", s -> mean(s, oneHot(s).mul(turned(s)).sum(1))),
        of("probabilities", s -> mean(s, oneHot(s).mul(s.student().logits().negate()).sum(1))),
        of("no sign", s -> mean(s, oneHot(s).mul(s.student().logits().logSoftmax(1)).sum(1))),
        of("a mean over classes", s -> mean(s, oneHot(s).mul(surprise(s)).mean(1))),
        of("a sum instead of a product", s -> mean(s, oneHot(s).add(surprise(s)).sum(1))),
        of("labels not known to be classes", PickedLossTest::plainLabels),
        of("labels of another number of classes", PickedLossTest::moreClasses),
        of("another mask", s -> all(s, masked(s, labels(s).toFloat().greater(Tensor.of(0))))),
        of("the mask of other labels", s -> all(s, masked(s, other(s).less(Tensor.of(1))))),
        of("a mask of ones", PickedLossTest::ones));
  }

  private static Tensor oneHot(Signals signals) {
    return labels(signals).oneHot(CLASSES);
  }

  private static Tensor picked(Signals signals) {
    return oneHot(signals).mul(surprise(signals)).sum(1);
  }

  private static Tensor turned(Signals signals) {
    return signals.student().logits().logSoftmax(0).negate();
  }

  private static LossTerms all(Signals signals, Tensor rows) {
    return LossTerms.total(signals.meanOverBatch(rows));
  }

  private static Tensor masked(Signals signals, Tensor mask) {
    return mask.where(picked(signals), Tensor.of(0));
  }

  private static Tensor other(Signals signals) {
    return signals.student().logits().sum(1);
  }

  private static LossTerms plainLabels(Signals signals) {
    Tensor labels = signals.labels("labels");
    return mean(signals, labels.oneHot(CLASSES).mul(surprise(signals)).sum(1));
  }

  private static LossTerms moreClasses(Signals signals) {
    Tensor labels = signals.classLabels("labels", CLASSES + 1);
    return mean(signals, labels.oneHot(CLASSES).mul(surprise(signals)).sum(1));
  }

  private static LossTerms ones(Signals signals) {
    Tensor labelled = labels(signals).toFloat().greaterOrEqual(Tensor.of(0));
    return all(signals, labelled.where(picked(signals), Tensor.of(1)));
  }

  private static Arguments of(String name, Function<Signals, LossTerms> loss) {
    return Arguments.of(name, loss);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  @DisplayName("is not seen in")
  void notFound(String name, Function<Signals, LossTerms> loss) {
    assertThat(find(record(loss::apply))).isEmpty();
  }
}
