package org.distill4j.core.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.loss.LogitUse;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A teacher of probabilities")
class ProbabilityTeacherTest {
  private static final Batch ONE =
      new Batch(new long[1], HostTensor.ofFloats(Shape.of(1, 1), 0), Map.of());

  private static Teacher answering(float... values) {
    return FunctionTeacher.of(
        Map.of("logits", TensorSpec.floats(values.length)),
        "fixed",
        batch -> Predictions.logits(HostTensor.ofFloats(Shape.of(1, values.length), values)));
  }

  private static float[] logits(Teacher teacher) {
    return teacher.predict(ONE).logits().toFloatArray();
  }

  @Test
  @DisplayName("of classes says their logarithms, and of 0 that of the smallest float")
  void softmax() {
    float[] logits = logits(ProbabilityTeacher.softmax(answering(0.25f, 0.75f, 0)));
    assertThat(logits)
        .containsExactly(
            new float[] {(float) Math.log(0.25), (float) Math.log(0.75), -87.33655f},
            within(1e-5f));
  }

  @Test
  @DisplayName("of labels says the logarithms of their odds")
  void sigmoid() {
    float[] logits = logits(ProbabilityTeacher.sigmoid(answering(0.25f, 0.5f, 1, 0)));
    assertThat(logits)
        .containsExactly(
            new float[] {(float) -Math.log(3), 0, 87.33655f, -87.33655f}, within(1e-5f));
  }

  @Test
  @DisplayName("refuses what is no probability, and outputs that are not there")
  void refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> logits(ProbabilityTeacher.softmax(answering(1.5f, -0.5f))))
        .withMessage(
            "The teacher gives 1.5 in \"logits\", expected a probability in [0, 1].\n"
                + "Maybe it gives logits as it is.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProbabilityTeacher.of(answering(1), "scores", LogitUse.Kind.CLASSES))
        .withMessageContaining("expected \"scores\" of FLOAT32 among them.");
  }

  @Test
  @DisplayName("has a fingerprint of its kind")
  void fingerprint() {
    assertThat(ProbabilityTeacher.softmax(answering(1)).fingerprint())
        .isNotEqualTo(ProbabilityTeacher.sigmoid(answering(1)).fingerprint())
        .isNotEqualTo(answering(1).fingerprint());
  }
}
