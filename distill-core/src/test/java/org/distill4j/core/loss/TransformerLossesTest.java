package org.distill4j.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.PostNormBlock;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.model.ModelInputs;
import org.distill4j.core.model.Models;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.program.Recorder;
import org.distill4j.program.Recording;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Recorded with a transformer, a loss")
class TransformerLossesTest {
  private static final int LENGTH = 5;
  private static final Model STUDENT =
      Models.of(
          ModelInputs.of("x", TensorSpec.floats(LENGTH, 4)).and("mask", TensorSpec.ints(LENGTH)),
          Sequential.of().then("block", PostNormBlock.of(4, 2).withPadding("mask")));
  private static final StepSignature SIGNATURE =
      new StepSignature(
          Map.of(),
          List.of(
              Map.of(
                  "large", TensorSpec.floats(LENGTH, 6),
                  "large.attention.queries", TensorSpec.floats(3, LENGTH, 2),
                  "large.attention.keys", TensorSpec.floats(3, LENGTH, 2),
                  "large.attention.values", TensorSpec.floats(3, LENGTH, 2),
                  "large.attention.scores", TensorSpec.floats(3, LENGTH, LENGTH),
                  "same.attention.queries", TensorSpec.floats(2, LENGTH, 3),
                  "same.attention.keys", TensorSpec.floats(2, LENGTH, 3),
                  "same.attention.values", TensorSpec.floats(2, LENGTH, 3),
                  "same.attention.scores", TensorSpec.floats(2, LENGTH, LENGTH),
                  "same", TensorSpec.floats(LENGTH, 6))),
          Map.of("x", TensorSpec.floats(LENGTH, 4), "mask", TensorSpec.ints(LENGTH)),
          Optional.of("mask"));

  private static Recording record(Loss loss) {
    return Recorder.step(STUDENT, loss, SIGNATURE, 3);
  }

  static Stream<Arguments> losses() {
    return Stream.of(
        Arguments.of(CosineLoss.of("block", "same").through(Dense.of(4, 6)), List.of("total")),
        Arguments.of(PairwiseCosineLoss.of("block", "same"), List.of("total")),
        Arguments.of(
            AttentionMapLoss.of("block.attention.scores", "same.attention.scores"),
            List.of("total")),
        Arguments.of(
            TinyBertLoss.of("block", "same").and("block", "same").through(Dense.of(4, 6)),
            List.of("total", "hidden", "attention")),
        Arguments.of(
            MiniLmLoss.v1("block.attention", "same.attention"),
            List.of("total", "queryKey", "valueValue")),
        Arguments.of(
            MiniLmLoss.v2("block.attention", "large.attention", 2),
            List.of("total", "queryQuery", "keyKey", "valueValue")));
  }

  @ParameterizedTest
  @MethodSource("losses")
  @DisplayName("finds what the attention taps, and reports its terms")
  void terms(Loss loss, List<String> names) {
    assertThat(record(loss).outputs().keySet()).containsExactlyElementsOf(names);
  }

  @Test
  @DisplayName("block by block trains a connector for each pair")
  void connectors() {
    Loss loss = TinyBertLoss.of("block", "same").and("block", "large").through(Dense.of(4, 6));
    assertThatThrownBy(() -> record(loss))
        .hasMessageContaining("expected the same heads and positions.\nMaybe MiniLmLoss.v2");
    Loss same = TinyBertLoss.of("block", "same").and("block", "same").through(Dense.of(4, 6));
    assertThat(record(same).initialWeights(1).asMap().keySet())
        .contains("loss.layer1.connector.weight", "loss.layer2.connector.weight");
  }

  @Test
  @DisplayName("head by head refuses other numbers of heads")
  void heads() {
    assertThatThrownBy(() -> record(MiniLmLoss.v1("block.attention", "large.attention")))
        .hasMessage(
            "The relations of the student's \"block.attention\" have shape (3, 2, 5, 5) and those"
                + " of the teacher's \"large.attention\" (3, 3, 5, 5), expected the same heads and"
                + " positions.\nMaybe MiniLmLoss.v2, which splits both into as many relation"
                + " heads, was meant.");
    assertThatThrownBy(() -> record(MiniLmLoss.v2("block.attention", "large.attention", 4)))
        .hasMessageContaining("are 6 wide, expected a multiple of the 4 relation heads");
    assertThatThrownBy(() -> record(AttentionMapLoss.of("block", "large")))
        .hasMessageContaining("The student's \"block\" has shape (3, 5, 4)");
  }

  @Test
  @DisplayName("of images refuses an attention's heads for channels")
  void channels() {
    String scores = "block.attention.probabilities";
    assertThatThrownBy(() -> record(AttentionLoss.of(scores, "large.attention.scores")))
        .hasMessageContaining("\"block.attention.probabilities\" has shape (3, 2, 5, 5), whose")
        .hasMessageContaining("Maybe AttentionMapLoss or MiniLmLoss");
  }

  @Test
  @DisplayName("that ranks refuses other candidates and values of positions")
  void ranking() {
    assertThatThrownBy(() -> record(new MarginMseLoss("logits")))
        .hasMessageContaining("has shape (3, 5, 4), expected (batch, candidates)");
  }
}
