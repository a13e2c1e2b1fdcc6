package org.distill4j.core.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.data.Dataset;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A head of a teacher")
class HeadTeacherTest {
  private static final HostTensor PARITY = HostTensor.ofFloats(Shape.of(1, 2), 3, 4);
  private static final FunctionTeacher TEACHER =
      FunctionTeacher.of(
          Map.of("digit", TensorSpec.floats(3), "parity", TensorSpec.floats(2)),
          "both",
          batch ->
              Predictions.of(
                  Map.of("digit", HostTensor.ofFloats(Shape.of(1, 3), 0, 1, 2), "parity", PARITY)));

  private static final Dataset DATA =
      InMemoryDataset.unlabelled(HostTensor.ofFloats(Shape.of(1, 1), 0));

  @Test
  @DisplayName("is a teacher whose logits are that head's")
  void logits() {
    HeadTeacher parity = HeadTeacher.of(TEACHER, "parity");

    assertThat(parity.outputs()).isEqualTo(Map.of(Outputs.LOGITS, TensorSpec.floats(2)));
    assertThat(parity.predict(DATA.batch(0)).logits()).isSameAs(PARITY);
    assertThat(parity.forData(DATA).predict(DATA.batch(0)).logits()).isSameAs(PARITY);
    assertThat(parity.inputs()).isEmpty();
  }

  @Test
  @DisplayName("has a fingerprint of teacher and head")
  void fingerprint() {
    assertThat(HeadTeacher.of(TEACHER, "parity").fingerprint())
        .isEqualTo(HeadTeacher.of(TEACHER, "parity").fingerprint())
        .isNotEqualTo(HeadTeacher.of(TEACHER, "digit").fingerprint())
        .isNotEqualTo(TEACHER.fingerprint());
  }

  @Test
  @DisplayName("must be there")
  void missing() {
    FunctionTeacher plain =
        FunctionTeacher.of(
            Map.of(Outputs.LOGITS, TensorSpec.floats(2)), "plain", b -> Predictions.logits(PARITY));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HeadTeacher.of(plain, "odd"))
        .withMessage(
            "The teacher has no head \"odd\", expected one of [logits].\n"
                + "Maybe its head has another name.");
  }
}
