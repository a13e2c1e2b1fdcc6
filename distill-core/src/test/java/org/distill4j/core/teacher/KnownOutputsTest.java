package org.distill4j.core.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Outputs that are known")
class KnownOutputsTest {
  private static final HostTensor LOGITS = HostTensor.ofFloats(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
  private final KnownOutputs teacher = KnownOutputs.of(Map.of("logits", LOGITS), "ours", 7, 3, 5);

  private static Batch batch(long... ids) {
    return new Batch(
        ids, HostTensor.ofFloats(Shape.of(ids.length, 1), new float[ids.length]), Map.of());
  }

  @Test
  @DisplayName("are found by the ids of the examples")
  void found() {
    assertThat(teacher.predict(batch(5, 7)).logits().toFloatArray()).containsExactly(5, 6, 1, 2);
    assertThat(teacher.outputs()).containsExactly(Map.entry("logits", TensorSpec.floats(2)));
    assertThat(teacher.fingerprint()).isEqualTo("ours");
  }

  @Test
  @DisplayName("must be there for each example, once")
  void refused() {
    assertThatThrownBy(() -> teacher.predict(batch(3, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("There are no known outputs for the example 4");
    assertThatThrownBy(() -> KnownOutputs.of(Map.of("logits", LOGITS), "ours", 7, 3))
        .hasMessageContaining("The known output \"logits\" is FLOAT32(3, 2) for 2 ids");
    assertThatThrownBy(() -> KnownOutputs.of(Map.of("logits", LOGITS), "ours", 7, 3, 7))
        .hasMessageContaining("The id 7 is there twice among known outputs");
  }
}
