package org.distill4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.Subset;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.model.ModelInputs;
import org.distill4j.core.model.Models;
import org.distill4j.core.model.PretrainedModel;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.core.train.MutualReport;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Dataset;
import org.distill4j.examples.mnist.Mnist;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.pages.MethodsOnPage;
import org.distill4j.program.Recorder;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.Trainer;
import org.distill4j.train.TrainingPlan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The page of uses")
class UseExamplesTest {
  private static final Path PAGE = Path.of("..", "docs", "uses.md");
  private static final Path CODE = Path.of("src/main/java/org/distill4j/examples/UseExamples.java");
  private static final Model STUDENT = Models.mlp(784, 8, 10);
  private static final Model DEEP = Models.mlp(784, 8, 8, 10);

  private final Session session = Backends.find().choose().open(SessionOptions.defaults());
  private final Trainer trainer = new SessionTrainer(session);
  private final Dataset digits = Subset.range(Mnist.embedded().train().flat(), 0, 40);

  @AfterEach
  void close() {
    session.close();
  }

  private Teacher teacher(long seed) {
    return ModelTeacher.of(
        session, STUDENT, Recorder.forward(STUDENT, Mode.TRAINING, 1).initialWeights(seed));
  }

  @Test
  @DisplayName("shows code that the build compiles")
  void code() throws IOException {
    MethodsOnPage.requireShown(CODE, PAGE);
  }

  @Test
  @DisplayName("shows code that runs: ensembles, chains and pairs")
  void several() {
    assertThat(
            UseExamples.ensemble(trainer, STUDENT, digits, teacher(1), teacher(2), teacher(3))
                .names())
        .contains("dense2.bias");
    assertThat(UseExamples.chain(session, trainer, digits, teacher(1), STUDENT, STUDENT).outputs())
        .containsKey("logits");
    MutualReport pair = UseExamples.mutual(session, STUDENT, digits);
    assertThat(pair.first().weights()).isNotEqualTo(pair.second().weights());
  }

  @Test
  @DisplayName("shows code that runs: few labels")
  void fewLabels(@TempDir Path folder) {
    Model network = Models.mlp(784, 8);
    Model encoder = PretrainedModel.of(network, PretrainedModel.initial(network, 5));
    Model head = Models.of(ModelInputs.of("logits", TensorSpec.floats(8)), Dense.of(8, 10));
    TrainingPlan plan =
        UseExamples.fewLabels(session, encoder, head, STUDENT, digits, folder.resolve("features"));
    assertThat(plan.training().inputs()).containsOnlyKeys("input", "logits");
    assertThat(trainer.train(plan).weights().names()).contains("dense2.bias");
  }

  @Test
  @DisplayName("shows code that runs: fewer bits, weights and units")
  void smaller(@TempDir Path folder) {
    Sequential layers = Sequential.of(Dense.of(784, 8), Activation.RELU, Dense.of(8, 10));
    Model student = Models.of(Shape.of(784), layers);
    Weights trained = Recorder.forward(student, Mode.TRAINING, 1).initialWeights(4);
    Path file = folder.resolve("student.onnx");
    assertThat(UseExamples.fewerBits(trainer, student, trained, teacher(1), digits, file).names())
        .isEqualTo(trained.names());
    assertThat(file).isNotEmptyFile();
    float[] sparse =
        UseExamples.fewerWeights(trainer, student, trained, teacher(1), digits)
            .get("dense1.weight")
            .toFloatArray();
    int zeros = 0;
    for (float value : sparse) {
      zeros += value == 0 ? 1 : 0;
    }
    assertThat(zeros).isEqualTo(sparse.length * 3 / 4);
    assertThat(
            UseExamples.fewerUnits(trainer, layers, trained, teacher(1), digits)
                .get("dense1.weight")
                .shape())
        .isEqualTo(Shape.of(784, 4));
  }

  @Test
  @DisplayName("shows a plan that can be carried out: made-up examples")
  void compression() {
    TrainingPlan plan = UseExamples.compression(STUDENT, digits, teacher(1));
    assertThat(plan.training().size()).isEqualTo(440);
    assertThat(trainer.train(plan).weights().names()).contains("dense2.bias");
  }

  @Test
  @DisplayName("shows plans that can be carried out: other domains, one task, a missing digit")
  void plans() {
    Model two = Models.mlp(784, 8, 2);
    Teacher heads =
        FunctionTeacher.of(
            Map.of("parity", TensorSpec.floats(2)),
            "zeros",
            batch ->
                Predictions.of(
                    Map.of(
                        "parity", HostTensor.allocate(DType.FLOAT32, Shape.of(batch.size(), 2)))));
    for (TrainingPlan plan :
        new TrainingPlan[] {
          UseExamples.domain(session, trainer, DEEP, DEEP, digits, Subset.range(digits, 0, 10)),
          UseExamples.deepToShallow(STUDENT, digits, teacher(1)),
          UseExamples.oneTask(two, digits, heads, 0, 1),
          UseExamples.missingDigit(STUDENT, digits, teacher(1))
        }) {
      assertThat(trainer.train(plan).epochs()).hasSize(plan.epochs());
    }
  }
}
