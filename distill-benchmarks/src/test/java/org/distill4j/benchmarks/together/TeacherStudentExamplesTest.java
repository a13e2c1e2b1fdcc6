package org.distill4j.benchmarks.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.ReferenceNetwork;
import org.distill4j.core.data.Unlabelled;
import org.distill4j.core.model.Models;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.data.Batch;
import org.distill4j.dl4j.Dl4jTeachers;
import org.distill4j.model.EngineNetwork;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.pages.MethodsOnPage;
import org.distill4j.program.Recorder;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.TrainingReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;

@DisplayName("Teachers and students of three engines in one process")
class TeacherStudentExamplesTest {
  private static final Model LARGE = Models.mlp(4, 16, 3);

  private final Session pytorch = open("djl");
  private final Session tensorflow = open("tensorflow");
  private final Session dl4j = open("dl4j");
  private final Path folder;

  TeacherStudentExamplesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Session open(String name) {
    return Backends.find().choose(Optional.of(name)).open(SessionOptions.defaults());
  }

  @AfterEach
  void close() {
    pytorch.close();
    tensorflow.close();
    dl4j.close();
  }

  @Test
  @DisplayName("are shown on a page in code that the build compiles")
  void page() throws IOException {
    MethodsOnPage.requireShown(
        Path.of("src/test/java/org/distill4j/benchmarks/together/TeacherStudentExamples.java"),
        Path.of("..", "docs", "teachers-and-students.md"));
  }

  private Weights taught() {
    return Weights.initial(Recorder.forward(LARGE, Mode.EVALUATION, 1).parameters(), 5);
  }

  /** A network whose logits are twice the first three values. */
  private Path zip() throws IOException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list(
                    new DenseLayer.Builder().nIn(4).nOut(3).activation(Activation.IDENTITY).build())
                .build());
    network.init();
    network.params().assign(0);
    for (int i = 0; i < 3; i++) {
      network.getParam("0_W").putScalar(i, i, 2);
    }
    Path file = folder.resolve("doubled.zip");
    ModelSerializer.writeModel(network, file.toFile(), false);
    return file;
  }

  @Test
  @DisplayName("speak as one teacher, whose probabilities at the temperature are their average")
  void average() throws IOException {
    Batch batch = ReferenceNetwork.data().batch(0, 1, 2);
    double[] both = probabilities(ensemble().predict(batch));
    double[] first = probabilities(ModelTeacher.of(pytorch, LARGE, taught()).predict(batch));
    double[] second =
        probabilities(
            Dl4jTeachers.zip(dl4j, zip(), ReferenceNetwork.INPUT, "logits").predict(batch));
    assertThat(both).hasSize(9);
    for (int i = 0; i < both.length; i++) {
      assertThat(both[i]).isCloseTo((2 * first[i] + second[i]) / 3, within(1e-6));
    }
  }

  private Teacher ensemble() throws IOException {
    return TeacherStudentExamples.ensemble(pytorch, LARGE, taught(), dl4j, zip());
  }

  private static double[] probabilities(Predictions outputs) {
    float[] logits = outputs.logits().toFloatArray();
    double[] probabilities = new double[logits.length];
    for (int row = 0; row < logits.length; row += 3) {
      double sum = 0;
      for (int i = row; i < row + 3; i++) {
        probabilities[i] = Math.exp(logits[i] / 3);
        sum += probabilities[i];
      }
      for (int i = row; i < row + 3; i++) {
        probabilities[i] /= sum;
      }
    }
    return probabilities;
  }

  @Test
  @DisplayName("teach networks of each engine, whose losses are computed by another")
  void students() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      assertLearns(TeacherStudentExamples.block(pytorch, manager), tensorflow);
      assertLearns(TeacherStudentExamples.function(tensorflow, 3), dl4j);
      assertLearns(TeacherStudentExamples.layers(dl4j), pytorch);
    }
  }

  private void assertLearns(EngineNetwork network, Session session) throws IOException {
    TrainingReport report =
        TeacherStudentExamples.train(
            network, ensemble(), Unlabelled.of(ReferenceNetwork.data()), session);
    assertThat(report.best().metrics().get("agreement")).isGreaterThan(0.7);
    assertThat(network.weights()).isEqualTo(report.weights());
  }
}
