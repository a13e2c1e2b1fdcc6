package org.distill4j.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.distill4j.model.ParameterSpec;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An optimizer's memory")
class OptimizerStateTest {
  private static final List<ParameterSpec> PARAMETERS =
      List.of(new ParameterSpec("w", Shape.of(2), (values, shape, random) -> {}));

  @Test
  @DisplayName("begins with zeros at step 0")
  void beginsWithZeros() {
    OptimizerState state = OptimizerState.initial(Adam.of(0.1), PARAMETERS);
    assertThat(state.step()).isZero();
    assertThat(state.slot(Adam.FIRST_MOMENT).get("w").toFloatArray()).containsExactly(0, 0);
    assertThat(state.slot(Adam.SECOND_MOMENT).get("w").toFloatArray()).containsExactly(0, 0);
  }

  @Test
  @DisplayName("names the slots it has when asked for another")
  void namesSlots() {
    OptimizerState state = OptimizerState.initial(Adam.of(0.1), PARAMETERS);
    assertThatThrownBy(() -> state.slot(Sgd.VELOCITY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no optimizer slot \"velocity\", expected one of [firstMoment,")
        .hasMessageContaining("Maybe the snapshot is of another optimizer.");
  }

  @Test
  @DisplayName("fits the optimizer and the parameters it was made for, and no others")
  void fitsItsOwn() {
    OptimizerState state = OptimizerState.initial(Adam.of(0.1), PARAMETERS);
    assertThatCode(() -> state.require(AdamW.of(0.1, 0.1), PARAMETERS)).doesNotThrowAnyException();
    assertThatThrownBy(() -> state.require(Sgd.of(0.1).withMomentum(0.9), PARAMETERS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The optimizer state holds {firstMoment={w=(2)}")
        .hasMessageContaining("expected {velocity={w=(2)}}")
        .hasMessageContaining("Maybe the snapshot is of another optimizer or model.");
  }
}
