package org.distill4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("The outputs of a model")
class OutputsTest {
  @Nested
  @DisplayName("recorded")
  class Recorded {
    private final Tensor one = Tensor.of(1);
    private final Tensor two = Tensor.of(2);

    @Test
    @DisplayName("is found by name, in order")
    void names() {
      Outputs outputs = Outputs.logits(one).with("hint", two);
      assertThat(outputs.logits()).isSameAs(one);
      assertThat(outputs.get("hint")).isSameAs(two);
      assertThat(outputs.asMap().keySet()).containsExactly("logits", "hint");
    }

    @Test
    @DisplayName("refuses a name twice and lists the names when one is missing")
    void wrongNames() {
      Outputs outputs = Outputs.of("a", one).with("b", two);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> outputs.with("a", two))
          .withMessage("Output a was given twice, expected each name once.\nMaybe rename a head.");
      assertThatIllegalArgumentException()
          .isThrownBy(outputs::logits)
          .withMessage(
              "There is no output named \"logits\", expected one of [a, b].\n"
                  + "Maybe the name is misspelt or belongs to another model.");
    }
  }

  @Nested
  @DisplayName("predicted")
  class Predicted {
    private final HostTensor logits = HostTensor.ofFloats(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
    private final HostTensor hint = HostTensor.ofFloats(Shape.of(3), 7, 8, 9);

    @Test
    @DisplayName("is found by name, in order")
    void names() {
      Map<String, HostTensor> tensors = new LinkedHashMap<>();
      tensors.put("logits", logits);
      tensors.put("hint", hint);
      Predictions predictions = Predictions.of(tensors);
      assertThat(predictions.logits()).isSameAs(logits);
      assertThat(predictions.get("hint")).isSameAs(hint);
      assertThat(predictions.asMap().keySet()).containsExactly("logits", "hint");
    }

    @Test
    @DisplayName("can be cut into rows")
    void rows() {
      assertThat(Predictions.logits(logits).rows(1, 2).logits().toFloatArray())
          .containsExactly(3, 4);
    }

    @Test
    @DisplayName("lists the names when one is missing")
    void missing() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Predictions.logits(logits).get("hint"))
          .withMessage(
              "There is no prediction named \"hint\", expected one of [logits].\n"
                  + "Maybe the name is misspelt or belongs to another model.");
    }
  }
}
