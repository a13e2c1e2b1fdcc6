package org.distill4j.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.distill4j.core.metric.ClassifierBatches.labels;
import static org.distill4j.core.metric.ClassifierBatches.logits;
import static org.distill4j.core.metric.ClassifierBatches.probabilities;
import static org.distill4j.core.metric.ClassifierBatches.row;
import static org.distill4j.core.metric.ClassifierBatches.value;

import org.assertj.core.data.Offset;
import org.distill4j.model.Predictions;
import org.distill4j.train.Metric;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The expected calibration error")
class CalibrationErrorTest {
  private static final Offset<Double> ROUNDING = within(1e-6);

  @Test
  @DisplayName("weighs each bin's gap between accuracy and confidence by its examples")
  void byHand() {
    Predictions model =
        probabilities(row(0.55, 0.45), row(0.65, 0.35), row(0.85, 0.15), row(0.9, 0.1));

    // Two bins in use of five: (0.4, 0.6] with 0.55 wrong; (0.6, 0.8] with 0.65 right;
    // (0.8, 1] with 0.85 right and 0.9 wrong.
    double wanted = 0.25 * 0.55 + 0.25 * (1 - 0.65) + 0.5 * Math.abs(0.5 - (0.85 + 0.9) / 2);
    assertThat(value(Metrics.calibrationError(5), labels(1, 0, 0, 1), model))
        .isCloseTo(wanted, ROUNDING);
  }

  @Test
  @DisplayName("is 0 for a model that is as often right as it says")
  void calibrated() {
    Predictions model =
        probabilities(row(0.75, 0.25), row(0.75, 0.25), row(0.25, 0.75), row(0.25, 0.75));

    assertThat(value(Metrics.calibrationError(10), labels(0, 0, 1, 0), model))
        .isCloseTo(0, ROUNDING);
  }

  @Test
  @DisplayName("puts a confidence of exactly 1 into the last bin")
  void certain() {
    Predictions sure = logits(row(1000, 0), row(1000, 0), row(1000, 0), row(1000, 0));

    assertThat(value(Metrics.calibrationError(15), labels(0, 0, 0, 1), sure)).isEqualTo(0.25);
  }

  @Test
  @DisplayName("puts a confidence on the edge of two bins into the lower one")
  void edge() {
    // In (0.25, 0.5] together: |1 − (0.5 + 0.45)| / 2. Apart it would be (0.5 + 0.45) / 2.
    Predictions model =
        logits(row(0, 0, -1000), row(Math.log(0.45), Math.log(0.35), Math.log(0.2)));

    assertThat(value(Metrics.calibrationError(4), labels(0, 1), model))
        .isCloseTo(Math.abs(1 - (0.5 + 0.45)) / 2, ROUNDING);
  }

  @Test
  @DisplayName("with one bin is the gap between mean confidence and accuracy")
  void oneBin() {
    Predictions model = probabilities(row(0.6, 0.4), row(0.9, 0.1));

    assertThat(value(Metrics.calibrationError(1), labels(0, 0), model)).isCloseTo(0.25, ROUNDING);
  }

  @Test
  @DisplayName("leaves out examples without a label")
  void unlabelled() {
    Predictions model = probabilities(row(0.6, 0.4), row(0.9, 0.1));

    assertThat(value(Metrics.calibrationError(), labels(0, -1), model)).isCloseTo(0.4, ROUNDING);
  }

  @Test
  @DisplayName("has 15 bins unless another number is asked for")
  void fifteen() {
    Predictions model = probabilities(row(0.61, 0.39), row(0.66, 0.34), row(0.72, 0.28));

    Metric metric = Metrics.calibrationError();

    assertThat(value(metric, labels(0, 1, 0), model))
        .isEqualTo(value(Metrics.calibrationError(15), labels(0, 1, 0), model))
        .isNotEqualTo(value(Metrics.calibrationError(14), labels(0, 1, 0), model));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {0, -1})
  @DisplayName("needs a bin")
  void noBins(int bins) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metrics.calibrationError(bins))
        .withMessage(
            "Calibration error with " + bins + " bins, expected at least 1.\nMaybe 15 was meant.");
  }
}
