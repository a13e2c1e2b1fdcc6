package org.distill4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import org.distill4j.core.run.ModelPredictor;
import org.distill4j.model.Predictor;
import org.distill4j.optim.Adam;
import org.distill4j.train.LearnerSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A model")
class BatchSizesTest {
  private static final LearnerSpec SPEC = JavaTrainings.spec(JavaTrainings.mlp(), Adam.of(0.01));

  @Test
  @DisplayName("runs on any batch size, on many in turn, and gives each row the same")
  void manySizes() {
    try (Predictor predictor =
        ModelPredictor.open(ReferenceComparison.session(), SPEC.model(), SPEC.weights())) {
      float first =
          predictor
              .predict(JavaTrainings.batch(SPEC.model(), 1, 3).input())
              .logits()
              .floats()
              .get(0);
      for (int size = 1; size < 25; size++) {
        float[] logits =
            predictor
                .predict(JavaTrainings.batch(SPEC.model(), size, 3).input())
                .logits()
                .toFloatArray();
        assertThat(logits).hasSize(size * JavaTrainings.CLASSES);
      }
      float again =
          predictor
              .predict(JavaTrainings.batch(SPEC.model(), 1, 3).input())
              .logits()
              .floats()
              .get(0);
      assertThat(again).isEqualTo(first);
    }
  }
}
