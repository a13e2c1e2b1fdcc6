package org.distill4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.data.Batch;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.model.Scope;
import org.distill4j.model.SingleInputModel;
import org.distill4j.model.Weights;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Sgd;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.LossValues;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The objective on TensorFlow equals the closed form")
class TfObjectiveTest {
  private static final double[][] STUDENT = {{1.5, -0.3, 0.2}, {-2, 0.7, 3.1}};
  private static final double[][] TEACHER = {{2.5, 0.1, -1}, {0.3, -0.4, 2}};
  private static final int[] LABELS = {0, 1};

  /** A model that says what its parameters are, whatever the input. */
  private static final class Fixed implements SingleInputModel {
    @Override
    public Shape inputShape() {
      return Shape.of(1);
    }

    @Override
    public Outputs forward(Scope scope, Tensor input) {
      Tensor logits = scope.parameter("logits", Shape.of(2, 3), (values, shape, random) -> {});
      return Outputs.logits(logits);
    }
  }

  @ParameterizedTest(name = "at temperature {0} and alpha {1}")
  @CsvSource({"1, 0.5", "4, 0.9", "2, 0", "0.5, 1"})
  void equalsTheClosedForm(double temperature, double alpha) {
    Weights before = Weights.of(Map.of("logits", host(STUDENT)));
    StepSignature signature =
        new StepSignature(
            Map.of(Batch.LABELS, TensorSpec.ints()),
            List.of(Map.of(Outputs.LOGITS, TensorSpec.floats(3))));
    DistillationLoss loss = DistillationLoss.of(temperature, alpha);
    LearnerSpec spec = LearnerSpec.of(new Fixed(), before, loss, signature, Sgd.of(1));
    try (Session session = new TfBackend().open(SessionOptions.defaults());
        Learner learner = ModelLearner.open(session, spec)) {
      LossValues losses = learner.step(step());
      assertThat(losses.total()).isCloseTo(total(temperature, alpha), Offset.offset(1e-5));
      float[] after = learner.weights().get("logits").toFloatArray();
      for (int i = 0; i < after.length; i++) {
        double gradient = STUDENT[i / 3][i % 3] - after[i];
        assertThat(gradient)
            .isCloseTo(gradient(temperature, alpha, i / 3, i % 3), Offset.offset(1e-5));
      }
    }
  }

  private static StepInput step() {
    HostTensor inputs = HostTensor.ofFloats(Shape.of(2, 1), 0, 0);
    HostTensor labels = HostTensor.ofInts(Shape.of(2), LABELS);
    Batch batch = new Batch(new long[2], inputs, Map.of(Batch.LABELS, labels));
    return StepInput.of(batch, List.of(Predictions.logits(host(TEACHER))), new Progress(0, 1));
  }

  private static HostTensor host(double[][] rows) {
    HostTensor tensor = HostTensor.ofFloats(Shape.of(2, 3), new float[6]);
    for (int i = 0; i < 6; i++) {
      tensor.floats().put(i, (float) rows[i / 3][i % 3]);
    }
    return tensor;
  }

  private static double total(double temperature, double alpha) {
    double soft = 0;
    double hard = 0;
    for (int row = 0; row < 2; row++) {
      double[] wanted = softmax(TEACHER[row], temperature);
      double[] given = softmax(STUDENT[row], temperature);
      for (int k = 0; k < 3; k++) {
        soft += wanted[k] * Math.log(wanted[k] / given[k]) / 2;
      }
      hard -= Math.log(softmax(STUDENT[row], 1)[LABELS[row]]) / 2;
    }
    return alpha * temperature * temperature * soft + (1 - alpha) * hard;
  }

  private static double gradient(double temperature, double alpha, int row, int k) {
    double soft = softmax(STUDENT[row], temperature)[k] - softmax(TEACHER[row], temperature)[k];
    double hard = softmax(STUDENT[row], 1)[k] - (LABELS[row] == k ? 1 : 0);
    return (alpha * temperature * soft + (1 - alpha) * hard) / 2;
  }

  private static double[] softmax(double[] logits, double temperature) {
    double sum = 0;
    double[] result = new double[logits.length];
    for (double logit : logits) {
      sum += Math.exp(logit / temperature);
    }
    for (int i = 0; i < logits.length; i++) {
      result[i] = Math.exp(logits[i] / temperature) / sum;
    }
    return result;
  }
}
