package org.distill4j.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The gradients of a step's parts")
class GradientSumTest {
  private final GradientSum sum = new GradientSum();

  private static Weights gradients(float bias, float... kernel) {
    return Weights.of(
        Map.of(
            "bias", HostTensor.ofFloats(Shape.of(1), bias),
            "kernel", HostTensor.ofFloats(Shape.of(1, kernel.length), kernel)));
  }

  @Test
  @DisplayName("add up")
  void addUp() {
    sum.add(gradients(1, 10, 20));
    sum.add(gradients(2, 30, 40));
    sum.add(gradients(4, 50, 60));
    assertThat(sum.get("kernel")).isEqualTo(HostTensor.ofFloats(Shape.of(1, 2), 90, 120));
    assertThat(sum.get("bias").toFloatArray()).containsExactly(7);
  }

  @Test
  @DisplayName("leave those that are handed in as they were")
  void copies() {
    Weights first = gradients(1, 10);
    sum.add(first);
    sum.add(gradients(2, 20));
    assertThat(first.get("bias").toFloatArray()).containsExactly(1);
  }

  @Test
  @DisplayName("must all be there")
  void missing() {
    sum.add(gradients(1, 10));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sum.get("other"))
        .withMessageContaining("\"other\"");
  }
}
