package org.distill4j.examples.mnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.distill4j.core.loss.DistillationLoss;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The settings of the MNIST run")
class MnistSettingsTest {
  @Test
  @DisplayName("make the objective")
  void objective() {
    assertThat(new MnistSettings(5, 5, 64, 4, 0.9, 0.001, 1).objective())
        .isEqualTo(DistillationLoss.of(4, 0.9));
  }

  @Test
  @DisplayName("want at least one epoch and one digit at a time")
  void counts() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MnistSettings(0, 5, 64, 5, 0.7, 0.001, 1))
        .withMessage(
            "The number of teacher epochs is 0, expected at least 1.\nMaybe leave it out.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MnistSettings(5, -1, 64, 5, 0.7, 0.001, 1))
        .withMessageStartingWith("The number of epochs is -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MnistSettings(5, 5, 0, 5, 0.7, 0.001, 1))
        .withMessageStartingWith("The batch size is 0");
  }

  @Test
  @DisplayName("want T above 0 and alpha in [0, 1]")
  void objectiveRanges() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MnistSettings(5, 5, 64, 0, 0.7, 0.001, 1))
        .withMessageStartingWith("The temperature is 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MnistSettings(5, 5, 64, 5, 1.5, 0.001, 1))
        .withMessageStartingWith("The alpha (the weight of the soft term) is 1.5");
  }

  @Test
  @DisplayName("want a learning rate above 0")
  void learningRate() {
    for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new MnistSettings(5, 5, 64, 5, 0.7, rate, 1))
          .withMessage(
              "The learning rate is "
                  + rate
                  + ", expected a number above 0.\nMaybe leave it out for 0.001.");
    }
  }
}
