package org.distill4j.core.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A function as a teacher")
class FunctionTeacherTest {
  private final Map<String, TensorSpec> specified =
      new LinkedHashMap<>(Map.of("logits", TensorSpec.floats(2)));
  private final FunctionTeacher teacher =
      FunctionTeacher.of(specified, "rule 1", batch -> Predictions.logits(batch.input()));

  @Test
  @DisplayName("says what the function gives for the batch")
  void predicts() {
    HostTensor inputs = HostTensor.ofFloats(Shape.of(1, 2), 3, 4);

    assertThat(teacher.predict(new Batch(new long[] {7}, inputs, Map.of())).logits())
        .isEqualTo(inputs);
  }

  @Test
  @DisplayName("keeps the specification and the fingerprint that it was given, and takes any input")
  void specification() {
    specified.clear();

    assertThat(teacher.outputs()).containsExactly(Map.entry("logits", TensorSpec.floats(2)));
    assertThatThrownBy(() -> teacher.outputs().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(teacher.fingerprint()).isEqualTo("rule 1");
    assertThat(teacher.inputs()).isEmpty();
  }
}
