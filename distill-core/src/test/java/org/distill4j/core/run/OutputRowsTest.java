package org.distill4j.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The outputs of a network as rows")
class OutputRowsTest {
  private final HostTensor logits = HostTensor.ofFloats(Shape.of(2, 2), 1, 2, 3, 4);
  private final HostTensor maps = HostTensor.ofFloats(Shape.of(2, 1, 3), 5, 6, 7, 8, 9, 10);
  private final OutputRows rows = new OutputRows(specs());

  private static Map<String, TensorSpec> specs() {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    specs.put("logits", TensorSpec.floats(2));
    specs.put("maps", TensorSpec.floats(1, 3));
    return specs;
  }

  @Test
  @DisplayName("stand side by side, one row for each example")
  void joined() {
    HostTensor joined = rows.join(Predictions.of(Map.of("logits", logits, "maps", maps)), 2);
    assertThat(rows.width()).isEqualTo(5);
    assertThat(joined)
        .isEqualTo(HostTensor.ofFloats(Shape.of(2, 5), 1, 2, 5, 6, 7, 3, 4, 8, 9, 10));
    assertThat(rows.zeros(2).shape()).isEqualTo(joined.shape());
  }

  @Test
  @DisplayName("are taken apart again, as many of them as there are examples")
  void split() {
    HostTensor three =
        HostTensor.ofFloats(Shape.of(3, 5), 1, 2, 5, 6, 7, 3, 4, 8, 9, 10, 0, 0, 0, 0, 0);
    assertThat(rows.split(three, 2).asMap())
        .containsExactly(Map.entry("logits", logits), Map.entry("maps", maps));
  }

  @Test
  @DisplayName("are refused in another shape than they had before")
  void otherShape() {
    assertThatIllegalStateException()
        .isThrownBy(() -> rows.join(Predictions.of(Map.of("logits", maps, "maps", maps)), 2))
        .withMessage(
            "Output \"logits\" of the network is FLOAT32(2, 1, 3), expected FLOAT32(2, 2).\n"
                + "Maybe its shape depends on the values of the input.");
  }
}
