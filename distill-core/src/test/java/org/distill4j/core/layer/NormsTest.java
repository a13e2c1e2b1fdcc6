package org.distill4j.core.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;
import static org.distill4j.core.layer.RecordedLayers.output;
import static org.distill4j.core.layer.RecordedLayers.parameters;

import org.distill4j.model.ParameterSpec;
import org.distill4j.program.Recording;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Norms")
class NormsTest {
  @Nested
  @DisplayName("BatchNorm")
  class OfBatch {
    @Test
    @DisplayName("keeps the shape and has a weight and a bias for each feature")
    void shapes() {
      Recording flat = RecordedLayers.training(BatchNorm.of(3), 4, 3);
      Recording image = RecordedLayers.training(BatchNorm.of(3), 4, 3, 5, 6);
      assertThat(output(flat)).isEqualTo(Shape.of(4, 3));
      assertThat(output(image)).isEqualTo(Shape.of(4, 3, 5, 6));
      assertThat(parameters(image))
          .containsExactly(entry("weight", Shape.of(3)), entry("bias", Shape.of(3)));
    }

    @Test
    @DisplayName("keeps a running mean from 0 and a running variance from 1")
    void states() {
      Recording recording = RecordedLayers.training(BatchNorm.of(2), 4, 2);
      assertThat(recording.states())
          .extracting(ParameterSpec::name)
          .containsExactly("runningMean", "runningVariance");
      assertThat(recording.initialWeights(0).get("runningMean").toFloatArray())
          .containsExactly(0, 0);
      assertThat(recording.initialWeights(0).get("runningVariance").toFloatArray())
          .containsExactly(1, 1);
    }

    @Test
    @DisplayName("moves its states in training alone")
    void updates() {
      assertThat(RecordedLayers.training(BatchNorm.of(2), 4, 2).stateUpdates())
          .containsOnlyKeys("runningMean", "runningVariance");
      assertThat(RecordedLayers.evaluation(BatchNorm.of(2), 4, 2).stateUpdates()).isEmpty();
    }

    @Test
    @DisplayName("is the composite batch-norm in training, and primitives in evaluation")
    void composite() {
      assertThat(RecordedLayers.composites(RecordedLayers.training(BatchNorm.of(2), 4, 2, 3, 3)))
          .containsExactly("batch-norm{epsilon=1.0E-5}");
      assertThat(RecordedLayers.composites(RecordedLayers.evaluation(BatchNorm.of(2), 4, 2)))
          .isEmpty();
    }

    @Test
    @DisplayName("declares the same names in training and evaluation")
    void names() {
      Recording training = RecordedLayers.training(BatchNorm.of(2), 4, 2);
      RecordedLayers.evaluation(BatchNorm.of(2), 1, 2).requireWeights(training.initialWeights(0));
    }

    @Test
    @DisplayName("refuses a single value for each feature in training, and not in evaluation")
    void singleRow() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RecordedLayers.training(BatchNorm.of(2), 1, 2))
          .withMessage(
              "BatchNorm was given shape (1, 2) in training, expected more than one value for each"
                  + " feature.\nMaybe the last batch of an epoch has one example; another batch"
                  + " size avoids it.");
      assertThat(output(RecordedLayers.training(BatchNorm.of(2), 1, 2, 1, 2)))
          .isEqualTo(Shape.of(1, 2, 1, 2));
      assertThat(output(RecordedLayers.evaluation(BatchNorm.of(2), 1, 2)))
          .isEqualTo(Shape.of(1, 2));
    }

    @Test
    @DisplayName("refuses other features and ranks")
    void wrongShape() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RecordedLayers.training(BatchNorm.of(3), 4, 5))
          .withMessage(
              "BatchNorm was given shape (4, 5), expected (batch, 3) or (batch, 3, height, width)."
                  + "\nMaybe the layer before it has another width, or a reshape is missing.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RecordedLayers.training(BatchNorm.of(3), 4, 3, 5));
    }

    @Test
    @DisplayName("refuses numbers out of range")
    void wrongNumbers() {
      assertThatIllegalArgumentException().isThrownBy(() -> BatchNorm.of(0));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> BatchNorm.of(1).withMomentum(0))
          .withMessage(
              "The momentum of a batch norm is 0.0, expected a number in (0, 1].\n"
                  + "Maybe a percentage or the opposite share was meant.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> BatchNorm.of(1).withEpsilon(0))
          .withMessageStartingWith("The epsilon of a batch norm is 0.0, expected a finite number");
    }
  }

  @Nested
  @DisplayName("LayerNorm")
  class OfLayer {
    @Test
    @DisplayName("keeps the shape and has a weight and a bias for each place of the last axis")
    void shapes() {
      Recording recording = RecordedLayers.training(LayerNorm.of(3), 4, 2, 3);
      assertThat(output(recording)).isEqualTo(Shape.of(4, 2, 3));
      assertThat(parameters(recording))
          .containsExactly(entry("weight", Shape.of(3)), entry("bias", Shape.of(3)));
      assertThat(recording.states()).isEmpty();
    }

    @Test
    @DisplayName("refuses another width")
    void width() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RecordedLayers.training(LayerNorm.of(3), 4, 5))
          .withMessage(
              "LayerNorm was given shape (4, 5), expected (batch, …, 3).\n"
                  + "Maybe the layer before it has another width, or a reshape is missing.");
    }

    @Test
    @DisplayName("refuses numbers out of range")
    void numbers() {
      assertThatIllegalArgumentException().isThrownBy(() -> LayerNorm.of(0));
      assertThatIllegalArgumentException().isThrownBy(() -> LayerNorm.of(1).withEpsilon(-1));
    }
  }

  @Test
  @DisplayName("RmsNorm has a weight alone, and refuses other widths and numbers out of range")
  void rmsNorm() {
    assertThat(parameters(RecordedLayers.training(RmsNorm.of(3), 2, 5, 3)))
        .containsExactly(entry("weight", Shape.of(3)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordedLayers.training(RmsNorm.of(3), 2, 4))
        .withMessageStartingWith("RmsNorm was given shape (2, 4), expected (batch, …, 3).");
    assertThatIllegalArgumentException().isThrownBy(() -> RmsNorm.of(0));
    assertThatIllegalArgumentException().isThrownBy(() -> RmsNorm.of(3).withEpsilon(0));
  }
}
