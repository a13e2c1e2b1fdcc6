package org.distill4j.core.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.model.Models;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.data.Batch;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Progress;
import org.distill4j.program.Recorder;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Models made of layers learn")
class LearningTest {
  private static final int STEPS = 150;

  private static final HostTensor CLASSES = HostTensor.ofInts(Shape.of(8), 0, 1, 0, 1, 1, 0, 1, 0);

  /** The numbers 0 to 7 in binary, one digit a place; the class says if first and last differ. */
  private static final int[] BITS = {
    0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0, 1, 1, 1
  };

  private static int[] predictedAfterTraining(Model model, HostTensor inputs) {
    Weights weights = Recorder.forward(model, Mode.TRAINING, 8).initialWeights(3);
    TensorSpec label = new TensorSpec(DType.INT32, Shape.scalar());
    StepSignature signature = new StepSignature(Map.of(Batch.LABELS, label), List.of());
    LearnerSpec spec =
        LearnerSpec.of(model, weights, CrossEntropyLoss.ofLabels(), signature, Adam.of(0.02));
    Batch batch = new Batch(new long[8], inputs, Map.of(Batch.LABELS, CLASSES));
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults());
        Learner learner = ModelLearner.open(session, spec)) {
      for (int step = 0; step < STEPS; step++) {
        learner.step(StepInput.of(batch, List.of(), new Progress(step, STEPS)));
      }
      return classes(learner.predict(inputs));
    }
  }

  private static int[] classes(Predictions predictions) {
    float[] logits = predictions.logits().toFloatArray();
    int[] classes = new int[logits.length / 2];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = logits[2 * i + 1] > logits[2 * i] ? 1 : 0;
    }
    return classes;
  }

  private static HostTensor digits(Shape shape) {
    float[] values = new float[BITS.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = BITS[i];
    }
    return HostTensor.ofFloats(shape, values);
  }

  @Test
  @DisplayName("with dense layers")
  void dense() {
    assertThat(predictedAfterTraining(Models.mlp(3, 8, 2), digits(Shape.of(8, 3))))
        .isEqualTo(CLASSES.toIntArray());
  }

  @Test
  @DisplayName("with convolutions, batch norm, a residual and pooling")
  void convolution() {
    Sequential body = Sequential.of(Conv2d.of(4, 4, 3).withPadding(1), Activation.RELU);
    Sequential layers =
        Sequential.of(
            Conv2d.of(1, 4, 3).withPadding(1).withoutBias(),
            BatchNorm.of(4),
            Activation.RELU,
            Residual.of(body),
            new Flatten(),
            Dense.of(12, 2));
    assertThat(
            predictedAfterTraining(
                Models.of(Shape.of(1, 1, 3), layers), digits(Shape.of(8, 1, 1, 3))))
        .isEqualTo(CLASSES.toIntArray());
  }

  @Test
  @DisplayName("with embeddings, positions and a transformer block")
  void transformer() {
    Sequential layers =
        Sequential.of(
            Embedding.of(2, 8),
            LearnedPositions.of(3, 8),
            TransformerBlock.of(8, 2),
            LayerNorm.of(8),
            new Flatten(),
            Dense.of(24, 2));
    HostTensor ids = HostTensor.ofInts(Shape.of(8, 3), BITS);
    assertThat(predictedAfterTraining(Models.of(TensorSpec.ints(3), layers), ids))
        .isEqualTo(CLASSES.toIntArray());
  }
}
