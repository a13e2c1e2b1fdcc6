package org.distill4j.core.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import org.distill4j.core.init.Initializers;
import org.distill4j.core.model.Models;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The memory that a model takes for an example")
class WorkingBytesTest {
  private static long bytes(Model model) {
    return WorkingBytes.count(Recorder.forward(model, Mode.EVALUATION, 1));
  }

  @Test
  @DisplayName("is that of the values which are there at once")
  void atOnce() {
    // A product and its sum with the bias, 100 numbers each; the widths before are forgotten.
    assertThat(bytes(Models.mlp(10, 100, 5))).isEqualTo(4 * 200);
    assertThat(bytes(Models.mlp(10, 100, 100, 100, 5))).isEqualTo(4 * 200);
  }

  @Test
  @DisplayName("counts neither weights nor what follows from them alone")
  void weights() {
    Model scaled =
        Models.of(
            Shape.of(3),
            (scope, input) -> {
              Tensor table = scope.parameter("w", Shape.of(3, 2), Initializers.ones());
              return input.matmul(table.mul(2).add(1));
            });
    assertThat(bytes(scaled)).isEqualTo(4 * 2);
  }

  @Test
  @DisplayName("counts a value until its last use")
  void lastUse() {
    Model model =
        Models.of(
            Shape.of(10),
            (scope, input) -> {
              Tensor kept = input.exp();
              Tensor sum = kept.add(1).relu().mul(kept);
              return sum.sum(1).reshape(input.shape().dim(0), 1);
            });
    // exp, add, relu: three at once.
    assertThat(bytes(model)).isEqualTo(4 * 30);
  }
}
