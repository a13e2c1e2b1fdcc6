package org.distill4j.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.conformance.reference.ReferenceGradients;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.model.Models;
import org.distill4j.core.model.SaliencyModel;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.data.Batch;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Sgd;
import org.distill4j.program.Recorder;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.LearnerSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Jacobian matching")
class JacobianLossTest {
  private static final String SALIENCY = SaliencyModel.SALIENCY;

  private static LossRun run(HostTensor student, HostTensor teacher) {
    return new LossRun(JacobianLoss.ofSaliency(), student.shape().dim(0))
        .student(SALIENCY, student)
        .teacher(SALIENCY, teacher);
  }

  @Test
  @DisplayName("has a value worked by hand: directions (.6, .8) and (1, 0), and one at rest")
  void byHand() {
    HostTensor student = LossRun.table(2, 2, 3, 4, 0, 0);
    HostTensor teacher = LossRun.table(2, 2, 5, 0, 0, -2);
    double first = (1 - .6) * (1 - .6) + .8 * .8;
    assertThat(run(student, teacher).total()).isCloseTo((first + 1) / 2, within(1e-6));
  }

  @Test
  @DisplayName("is 0 for Jacobians that differ in length alone, and 4 for opposite ones")
  void invariant() {
    HostTensor student = LossRun.table(1, 3, 1, -2, 3);
    assertThat(run(student, LossRun.table(1, 3, 10, -20, 30)).total()).isCloseTo(0, within(1e-6));
    assertThat(run(student, LossRun.table(1, 3, -1, 2, -3)).total()).isCloseTo(4, within(1e-6));
  }

  @Test
  @DisplayName("has the gradient of its value in the Jacobian")
  void gradient() {
    run(LossRun.random(1, 3, 4), LossRun.random(2, 3, 4)).requireGradient(SALIENCY, 5e-4);
  }

  private static final Model STUDENT =
      SaliencyModel.of(
          Models.of(Shape.of(3), Sequential.of(Dense.of(3, 5), Activation.TANH, Dense.of(5, 2))));
  private static final HostTensor INPUTS = LossRun.random(3, 4, 3);

  private static LearnerSpec spec(Weights weights) {
    StepSignature signature =
        new StepSignature(Map.of(), List.of(Map.of(SALIENCY, TensorSpec.floats(3))));
    return LearnerSpec.of(STUDENT, weights, JacobianLoss.ofSaliency(), signature, Sgd.of(1));
  }

  private static StepInput step() {
    Predictions teacher = Predictions.of(Map.of(SALIENCY, LossRun.random(4, 4, 3)));
    Batch batch = new Batch(new long[4], INPUTS, Map.of());
    return StepInput.of(batch, List.of(teacher), new Progress(0, 1));
  }

  private static double total(Weights weights) {
    return Objects.requireNonNull(
        ReferenceGradients.compute(spec(weights), step()).terms().get("total"));
  }

  private static Weights moved(Weights weights, String name, int element, float by) {
    Map<String, HostTensor> changed = new LinkedHashMap<>(weights.asMap());
    HostTensor copy = weights.get(name).copy();
    copy.floats().put(element, copy.floats().get(element) + by);
    changed.put(name, copy);
    return Weights.of(changed);
  }

  @Test
  @DisplayName("has the gradient of its value in the weights, through the gradient of the student")
  void second() {
    Weights weights = Recorder.forward(STUDENT, Mode.TRAINING, 2).initialWeights(5);
    ReferenceGradients found = ReferenceGradients.compute(spec(weights), step());
    for (String name : List.of("dense1.weight", "dense1.bias", "dense2.weight")) {
      for (int i = 0; i < weights.get(name).size(); i++) {
        float h = 0x1p-8f;
        double more = total(moved(weights, name, i, h));
        double less = total(moved(weights, name, i, -h));
        assertThat(found.gradient(name)[i])
            .as("%s[%d]", name, i)
            .isCloseTo((more - less) / (2 * h), within(2e-3));
      }
    }
  }

  @Test
  @DisplayName("compares saliencies: of a linear model, the weights of the class that wins")
  void saliency() {
    Model linear = SaliencyModel.of(Models.of(Shape.of(2), Dense.of(2, 2).withoutBias()));
    Weights weights = Weights.of(Map.of("weight", LossRun.table(2, 2, 1, 2, 3, -4)));
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults());
        Predictor predictor = ModelPredictor.open(session, linear, weights)) {
      Predictions found = predictor.predict(LossRun.table(2, 2, 1, 1, 1, -1));
      assertThat(found.get(SALIENCY).toFloatArray()).containsExactly(1, 3, 2, -4);
    }
  }

  @Test
  @DisplayName("has no saliency in integers")
  void integers() {
    Model ids = Models.of(TensorSpec.ints(2), (scope, input) -> input.toFloat());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SaliencyModel.of(ids))
        .withMessageContaining(
            "The saliency of inputs of type INT32 was asked for, expected FLOAT32");
  }
}
