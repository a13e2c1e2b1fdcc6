package org.distill4j.core.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.distill4j.core.layer.LayerRun.floats;

import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Norms by hand")
class NormValuesTest {
  private static final HostTensor COLUMN = floats(Shape.of(4, 1), 1, 2, 3, 6);

  @Nested
  @DisplayName("BatchNorm in training")
  class Training {
    @Test
    @DisplayName("subtracts the mean 3 and divides by the root of the variance 3.5 and ε")
    void values() {
      LayerRun run =
          LayerRun.of(BatchNorm.of(1).withEpsilon(0.5)).with("weight", 2).with("bias", 1);
      assertThat(run.train(COLUMN)).containsExactly(new double[] {-1, 0, 1, 4}, within(1e-12));
    }

    @Test
    @DisplayName("takes the statistics of a feature over examples and places of an image")
    void image() {
      HostTensor input = floats(Shape.of(2, 2, 1, 2), 1, 3, 0, 0, 5, 7, 0, 8);
      assertThat(LayerRun.of(BatchNorm.of(2).withEpsilon(4)).train(input))
          .containsExactly(
              new double[] {-1, -1 / 3.0, -0.5, -0.5, 1 / 3.0, 1, -0.5, 1.5}, within(1e-12));
    }

    @Test
    @DisplayName("moves its running mean, and its running variance by the one divided by n − 1")
    void running() {
      Weights once = LayerRun.of(BatchNorm.of(1)).trained(COLUMN, 1, LayerRun::elements).weights();
      assertThat(once.get("runningMean").toFloatArray())
          .containsExactly(new float[] {0.3f}, within(1e-6f));
      assertThat(once.get("runningVariance").toFloatArray())
          .containsExactly(new float[] {(float) (0.9 + 0.1 * 14 / 3)}, within(1e-6f));
    }

    @Test
    @DisplayName("moves them again at each step")
    void twice() {
      LayerRun run = LayerRun.of(BatchNorm.of(1).withMomentum(0.5));
      Weights twice = run.trained(COLUMN, 2, LayerRun::elements).weights();
      assertThat(twice.get("runningMean").toFloatArray())
          .containsExactly(new float[] {2.25f}, within(1e-6f));
    }
  }

  @Nested
  @DisplayName("BatchNorm in evaluation")
  class Evaluation {
    @Test
    @DisplayName("uses the running mean 1 and variance 3, not the batch's")
    void values() {
      LayerRun run =
          LayerRun.of(BatchNorm.of(1).withEpsilon(1))
              .with("weight", 3)
              .with("bias", 1)
              .with("runningMean", 1)
              .with("runningVariance", 3);
      assertThat(run.evaluate(floats(Shape.of(1, 1), 5)))
          .containsExactly(new float[] {7f}, within(1e-6f));
    }

    @Test
    @DisplayName("normalises images feature by feature")
    void image() {
      LayerRun run =
          LayerRun.of(BatchNorm.of(2).withEpsilon(1))
              .with("runningMean", 1, 2)
              .with("runningVariance", 3, 8);
      assertThat(run.evaluate(floats(Shape.of(1, 2, 1, 2), 1, 3, 2, 5)))
          .containsExactly(new float[] {0, 1, 0, 1}, within(1e-6f));
    }
  }

  @Nested
  @DisplayName("LayerNorm")
  class OfLayer {
    @Test
    @DisplayName("normalises each row by itself and scales each place")
    void values() {
      LayerRun run =
          LayerRun.of(LayerNorm.of(4).withEpsilon(0.5))
              .with("weight", 1, 2, 1, 2)
              .with("bias", 0, 0, 5, 1);
      assertThat(run.evaluate(floats(Shape.of(2, 4), 1, 2, 3, 6, 4, 4, 4, 4)))
          .containsExactly(new float[] {-1, -1, 5, 4, 0, 0, 5, 1}, within(1e-6f));
    }

    @Test
    @DisplayName("says the same in training and evaluation")
    void modes() {
      HostTensor input = floats(Shape.of(1, 2, 2), 3, 1, -2, 8);
      double[] training = LayerRun.of(LayerNorm.of(2)).train(input);
      float[] evaluation = LayerRun.of(LayerNorm.of(2)).evaluate(input);
      for (int i = 0; i < training.length; i++) {
        assertThat(evaluation[i]).isEqualTo((float) training[i]);
      }
    }
  }

  @Test
  @DisplayName("RmsNorm divides each row by the root of its mean square and ε, and scales")
  void rmsNorm() {
    LayerRun run = LayerRun.of(RmsNorm.of(2).withEpsilon(0.5)).with("weight", 1, 2);
    // (1, 2): mean square 2.5, so √3; (−4, 0): mean square 8, so √8.5.
    assertThat(run.train(floats(Shape.of(2, 2), 1, 2, -4, 0)))
        .containsExactly(
            new double[] {1 / Math.sqrt(3), 4 / Math.sqrt(3), -4 / Math.sqrt(8.5), 0},
            within(1e-12));
  }
}
