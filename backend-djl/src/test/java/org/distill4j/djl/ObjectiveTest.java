package org.distill4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.data.Batch;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Sgd;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.LossValues;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The distillation objective on PyTorch")
class ObjectiveTest {
  private static final int ROWS = 7;
  private static final int CLASSES = 5;

  /** A model whose logits are its parameter, row by row. */
  private static final Model TABLE =
      new Fixtures.FunctionModel(
          Shape.scalar(),
          DType.INT32,
          (scope, ids) ->
              scope
                  .parameter("logits", Shape.of(ROWS, CLASSES), Fixtures.uniform())
                  .gatherRows(ids));

  @ParameterizedTest(name = "T = {0}, α = {1}, {2} unlabelled rows")
  @CsvSource({"1, 0, 0", "1, 1, 0", "4, 0.7, 0", "0.5, 0.3, 2", "20, 0.9, 7"})
  @DisplayName("has the value and the gradient of the closed form")
  void equalsClosedForm(double temperature, double alpha, int unlabelled) {
    Random random = new Random(3);
    HostTensor student = Fixtures.floats(Shape.of(ROWS, CLASSES), random);
    HostTensor teacher = Fixtures.floats(Shape.of(ROWS, CLASSES), random);
    HostTensor labels = HostTensor.ofInts(Shape.of(ROWS), random.ints(ROWS, 0, CLASSES).toArray());
    for (int i = 0; i < unlabelled; i++) {
      labels.ints().put(i, -1);
    }
    Closed closed = new Closed(student, teacher, labels, temperature, alpha);
    try (Session session = new DjlBackend().open(SessionOptions.defaults());
        Learner learner = ModelLearner.open(session, spec(student, temperature, alpha))) {
      LossValues values = learner.step(input(teacher, labels));
      assertThat(values.total()).isCloseTo(closed.total(), within(1e-5));
      HostTensor after = learner.weights().get("logits");
      for (int i = 0; i < student.size(); i++) {
        double gradient = (double) student.floats().get(i) - after.floats().get(i);
        assertThat(gradient)
            .as("gradient of element %d", i)
            .isCloseTo(closed.gradient(i / CLASSES, i % CLASSES), within(1e-5));
      }
    }
  }

  private static LearnerSpec spec(HostTensor student, double temperature, double alpha) {
    return LearnerSpec.of(
        TABLE,
        Weights.of(Map.of("logits", student)),
        DistillationLoss.of(temperature, alpha),
        Fixtures.signature(CLASSES),
        Sgd.of(1));
  }

  private static StepInput input(HostTensor teacher, HostTensor labels) {
    HostTensor ids = HostTensor.ofInts(Shape.of(ROWS), 0, 1, 2, 3, 4, 5, 6);
    return StepInput.of(
        new Batch(new long[ROWS], ids, Map.of(Batch.LABELS, labels)),
        List.of(Predictions.logits(teacher)),
        new Progress(0, 1));
  }

  /** The formulas of the objective, in double precision. */
  private record Closed(
      HostTensor student, HostTensor teacher, HostTensor labels, double temperature, double alpha) {
    double total() {
      double soft = 0;
      double hard = 0;
      for (int row = 0; row < ROWS; row++) {
        double[] wanted = softmax(teacher, row, temperature);
        double[] given = softmax(student, row, temperature);
        for (int k = 0; k < CLASSES; k++) {
          soft += wanted[k] * (Math.log(wanted[k]) - Math.log(given[k])) / ROWS;
        }
        if (labels.ints().get(row) >= 0) {
          hard -= Math.log(softmax(student, row, 1)[labels.ints().get(row)]) / labelled();
        }
      }
      return alpha * temperature * temperature * soft + (1 - alpha) * hard;
    }

    double gradient(int row, int k) {
      double soft = softmax(student, row, temperature)[k] - softmax(teacher, row, temperature)[k];
      double hard = softmax(student, row, 1)[k] - (labels.ints().get(row) == k ? 1 : 0);
      double hardShare = labels.ints().get(row) >= 0 ? (1 - alpha) * hard / labelled() : 0;
      return alpha * temperature * soft / ROWS + hardShare;
    }

    private int labelled() {
      int count = 0;
      for (int label : labels.toIntArray()) {
        count += label >= 0 ? 1 : 0;
      }
      return Math.max(1, count);
    }

    private static double[] softmax(HostTensor logits, int row, double temperature) {
      double[] result = new double[CLASSES];
      double sum = 0;
      for (int k = 0; k < CLASSES; k++) {
        result[k] = Math.exp(logits.floats().get(row * CLASSES + k) / temperature);
        sum += result[k];
      }
      for (int k = 0; k < CLASSES; k++) {
        result[k] /= sum;
      }
      return result;
    }
  }
}
