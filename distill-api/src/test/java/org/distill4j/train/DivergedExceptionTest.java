package org.distill4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.distill4j.model.Weights;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A divergence")
class DivergedExceptionTest {
  private static final LossValues LOSS = new LossValues(Map.of("total", 2.5));
  private static final Optional<Weights> LAST = Optional.of(Weights.of(Map.of()));

  @Test
  @DisplayName("of the loss names the step and all terms")
  void loss() {
    LossValues loss = new LossValues(Map.of("total", Double.NaN));

    assertThat(new DivergedException(7, loss, LAST))
        .hasMessage(
            "The loss of step 7 is {total=NaN}, expected finite numbers.\n"
                + "Maybe the learning rate is too high; clipping the gradients by norm may help"
                + " too.")
        .returns(7L, DivergedException::step)
        .returns(loss, DivergedException::loss)
        .returns(LAST, DivergedException::lastGood);
  }

  @Test
  @DisplayName("of the weights names the weight and the last step")
  void weights() {
    assertThat(DivergedException.ofWeight(7, "dense.weight", LOSS, LAST))
        .hasMessage(
            "The weight dense.weight is not finite after step 7, whose loss was {total=2.5},"
                + " expected finite numbers.\n"
                + "Maybe the learning rate is too high; clipping the gradients by norm may help"
                + " too.")
        .returns(7L, DivergedException::step)
        .returns(LOSS, DivergedException::loss)
        .returns(LAST, DivergedException::lastGood);
  }
}
