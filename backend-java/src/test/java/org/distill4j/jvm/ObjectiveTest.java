package org.distill4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.data.Batch;
import org.distill4j.model.Initializer;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The objective")
class ObjectiveTest {
  private static final int ROWS = 5;
  private static final int CLASSES = 7;

  /** Gives the parameter "logits", whatever the input. */
  private record FreeLogits(int rows, int classes) implements SingleInputModel {
    @Override
    public Shape inputShape() {
      return Shape.of(1);
    }

    @Override
    public Outputs forward(Scope scope, Tensor input) {
      Tensor free = scope.parameter("logits", Shape.of(rows, classes), Initializer.constant(0));
      int batch = input.shape().dim(0);
      return Outputs.logits(
          batch <= rows ? free.slice(0, 0, batch) : free.sumKeep(0).broadcastTo(batch, classes));
    }
  }

  private static LearnerSpec spec(HostTensor student, double temperature, double alpha) {
    int classes = student.shape().dim(1);
    StepSignature signature =
        new StepSignature(
            Map.of(Batch.LABELS, TensorSpec.ints()),
            List.of(Map.of(Outputs.LOGITS, TensorSpec.floats(classes))));
    return LearnerSpec.of(
        new FreeLogits(student.shape().dim(0), classes),
        Weights.of(Map.of("logits", student)),
        DistillationLoss.of(temperature, alpha),
        signature,
        Sgd.of(1));
  }

  private static StepInput step(HostTensor teacher, int... labels) {
    int rows = labels.length;
    HostTensor classes = HostTensor.ofInts(Shape.of(rows), labels);
    Batch batch =
        new Batch(new long[rows], ParameterModels.nothing(rows), Map.of(Batch.LABELS, classes));
    return StepInput.of(batch, List.of(Predictions.logits(teacher)), new Progress(0, 1));
  }

  private static double[] softmax(HostTensor logits, int row, double temperature) {
    double[] weights = new double[CLASSES];
    Arrays.setAll(weights, c -> logits.floats().get(row * CLASSES + c) / temperature);
    double max = Arrays.stream(weights).max().orElseThrow();
    Arrays.setAll(weights, c -> Math.exp(weights[c] - max));
    double sum = Arrays.stream(weights).sum();
    Arrays.setAll(weights, c -> weights[c] / sum);
    return weights;
  }

  @ParameterizedTest
  @CsvSource({"4, 0.7", "1, 0.5", "0.5, 1", "20, 0"})
  @DisplayName("has the value and the gradient of the closed form to 1e-5")
  void closedForm(double temperature, double alpha) {
    HostTensor student = ParameterModels.random(Shape.of(ROWS, CLASSES), -3, 3, 1);
    HostTensor teacher = ParameterModels.random(Shape.of(ROWS, CLASSES), -5, 5, 2);
    int[] labels = {3, 0, 6, 2, 2};
    try (Learner learner =
        ModelLearner.open(ReferenceComparison.session(), spec(student, temperature, alpha))) {
      LossValues losses = learner.step(step(teacher, labels));
      float[] gradient = ReferenceComparison.difference(student, learner.weights().get("logits"));
      double total = 0;
      for (int row = 0; row < ROWS; row++) {
        double[] s = softmax(student, row, temperature);
        double[] t = softmax(teacher, row, temperature);
        double[] p = softmax(student, row, 1);
        for (int c = 0; c < CLASSES; c++) {
          double hot = labels[row] == c ? 1 : 0;
          double soft = alpha * temperature * (s[c] - t[c]);
          double expected = (soft + (1 - alpha) * (p[c] - hot)) / ROWS;
          assertThat((double) gradient[row * CLASSES + c]).isCloseTo(expected, within(1e-5));
          double divergence = t[c] * (Math.log(t[c]) - Math.log(s[c]));
          total += alpha * temperature * temperature * divergence / ROWS;
          total -= (1 - alpha) * hot * Math.log(p[c]) / ROWS;
        }
      }
      assertThat(losses.total()).isCloseTo(total, within(1e-5 * Math.max(1, total)));
    }
  }

  @ParameterizedTest
  @CsvSource({"0.05, 10000", "0.05, 1", "1, 10000", "100, 10000"})
  @DisplayName("agrees with the oracle at extreme temperatures and logits")
  void extremes(double temperature, double size) {
    HostTensor student = ParameterModels.random(Shape.of(ROWS, CLASSES), -size, size, 3);
    HostTensor teacher = ParameterModels.random(Shape.of(ROWS, CLASSES), -size, size, 4);
    ReferenceComparison.checkGradient(
        spec(student, temperature, 0.5), step(teacher, 1, -1, 0, 6, -1));
  }

  @Test
  @DisplayName("agrees with the oracle at T = 100, where T² enlarges the rounding of logarithms")
  void hot() {
    HostTensor student = ParameterModels.random(Shape.of(ROWS, CLASSES), -1, 1, 3);
    HostTensor teacher = ParameterModels.random(Shape.of(ROWS, CLASSES), -1, 1, 4);
    ReferenceComparison.checkGradient(
        spec(student, 100, 0.5), step(teacher, 1, -1, 0, 6, -1), 1e-3);
  }

  @Test
  @DisplayName("agrees with the oracle on two classes, one row, and rows without labels")
  void smallest() {
    HostTensor student = ParameterModels.random(Shape.of(1, 2), -2, 2, 3);
    HostTensor teacher = ParameterModels.random(Shape.of(1, 2), -2, 2, 4);
    ReferenceComparison.checkGradient(spec(student, 2, 0.5), step(teacher, 1));
    ReferenceComparison.checkGradient(spec(student, 2, 0.5), step(teacher, -1));
  }
}
