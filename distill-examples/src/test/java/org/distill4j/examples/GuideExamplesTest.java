package org.distill4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.Split;
import org.distill4j.core.data.Subset;
import org.distill4j.core.data.TableEncoding;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.Models;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.data.Dataset;
import org.distill4j.examples.mnist.Mnist;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.optim.Adam;
import org.distill4j.pages.MethodsOnPage;
import org.distill4j.program.Recorder;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.Shape;
import org.distill4j.train.StopSignal;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The user's guide")
class GuideExamplesTest {
  private static final Path PAGE = Path.of("..", "docs", "guide.md");
  private static final Path CODE =
      Path.of("src/main/java/org/distill4j/examples/GuideExamples.java");

  private final Path folder;

  GuideExamplesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  @DisplayName("shows code that the build compiles")
  void code() throws IOException {
    MethodsOnPage.requireShown(CODE, PAGE);
  }

  @Test
  @DisplayName("reads a table, an array and pictures")
  void files() throws IOException {
    Path table = Files.writeString(folder.resolve("t.csv"), "a,b,species\n1,2,cat\n3,4,dog\n");
    Path array = Files.write(folder.resolve("x.npy"), npy("<f4", "(2, 3)", 24));
    Path answers = Files.write(folder.resolve("y.npy"), npy("<i4", "(2,)", 8));
    for (String name : new String[] {"cat", "dog"}) {
      Path pictures = Files.createDirectories(folder.resolve("pictures").resolve(name));
      BufferedImage picture = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
      ImageIO.write(picture, "png", pictures.resolve("1.png").toFile());
    }

    assertThat(GuideExamples.files(table, array, answers, folder.resolve("pictures")))
        .extracting(data -> data.input().shape().toString())
        .containsExactly("(2)", "(3)", "(3, 32, 32)");
  }

  @Test
  @EnabledIfSystemProperty(named = Backends.PROPERTY, matches = "java")
  @DisplayName("encodes a table and serves a student of it")
  void customers() throws IOException {
    String text = "age,city,plan,bought\n30,Rome,a,0\n40,Rome,a,1\n,Oslo,b,1\n50,Oslo,b,0\n";
    Path table = Files.writeString(folder.resolve("t.csv"), text);
    Path student = folder.resolve("student.safetensors");

    List<Dataset> data = GuideExamples.customers(table, table, student);

    Model model = GuideExamples.ofCustomers(TableEncoding.read(TableEncoding.beside(student)));
    try (Session session = Backends.find().choose().open(SessionOptions.defaults())) {
      TrainingPlan plan =
          TrainingPlan.of(model, data.get(0))
              .loss(CrossEntropyLoss.ofLabels())
              .optimizer(Adam.of(0.01))
              .validation(data.get(1), Metrics.accuracy())
              .build();
      TrainingReport report = new SessionTrainer(session).train(plan);
      try (Predictor trained = ModelPredictor.open(session, model, report.weights())) {
        Map<String, String> customer = Map.of("age", "", "city", "Bonn", "plan", "a");
        assertThat(GuideExamples.serve(trained, student, customer).logits().shape())
            .isEqualTo(Shape.of(1, 2));
      }
    }
  }

  @Test
  @EnabledIfSystemProperty(named = Backends.PROPERTY, matches = "java")
  @DisplayName("trains by a recipe, and searches for settings and for a size")
  void searches() {
    Dataset digits = Subset.range(Mnist.embedded().train().flat(), 0, 60);
    Model student = Models.mlp(784, 4, 10);
    try (Session session = Backends.find().choose().open(SessionOptions.defaults())) {
      Teacher teacher =
          ModelTeacher.of(
              session, student, Recorder.forward(student, Mode.TRAINING, 1).initialWeights(1));
      TrainingPlan plan = GuideExamples.recipe(student, teacher, digits, digits);
      assertThat(plan.training().size()).isEqualTo(540);
      assertThat(plan.epochs()).isEqualTo(10);
      assertThat(
              GuideExamples.settings(session, folder.resolve("a"), student, teacher, digits)
                  .trials())
          .hasSize(12);
      assertThat(GuideExamples.size(session, folder.resolve("b"), teacher, digits)).isNotNull();
    }
  }

  @Test
  @DisplayName("gives each pixel classes, and each task a loss and a metric")
  void tasks() {
    assertThat(GuideExamples.tasks()).hasSize(3);
    assertThat(
            Recorder.forward(GuideExamples.segmenter(), Mode.EVALUATION, 2).outputs().get("logits"))
        .extracting(logits -> logits.shape())
        .isEqualTo(Shape.of(2, 32, 32, 2));
  }

  /** An array of zeros, as NumPy writes it. */
  private static byte[] npy(String type, String shape, int bytes) {
    String head = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + "}";
    String padded = head + " ".repeat(63 - (10 + head.length()) % 64) + "\n";
    return ByteBuffer.allocate(10 + padded.length() + bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
        .putShort((short) padded.length())
        .put(padded.getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  @Test
  @EnabledIfSystemProperty(named = Backends.PROPERTY, matches = "java")
  @DisplayName("trains its student on what its rule says, stops, resumes and measures it")
  void trains() {
    Split data = Split.at(people(), 512);
    Model student = GuideExamples.student(2);
    StopSignal stop = new StopSignal();
    TrainingPlan plan =
        GuideExamples.plan(student, data.first(), data.second(), GuideExamples.rule(), stop);

    stop.request();
    TrainingReport stopped = GuideExamples.train(plan, folder);
    assertThat(stopped.epochs()).isEmpty();

    TrainingPlan again =
        GuideExamples.plan(
            student, data.first(), data.second(), GuideExamples.rule(), new StopSignal());
    TrainingReport report = GuideExamples.train(again, folder);
    Path file = folder.resolve("student.safetensors");
    WeightsFile.write(file, report.weights());

    try (Session session = Backends.find().choose().open(SessionOptions.defaults())) {
      assertThat(GuideExamples.measure(session, student, file, data.second()))
          .containsEntry("accuracy", report.best().metrics().get("accuracy"))
          .hasEntrySatisfying("accuracy", right -> assertThat(right).isGreaterThan(0.9));
    }
  }

  /** 1,024 people; who is tall is 1. */
  private static Dataset people() {
    SplittableRandom random = new SplittableRandom(1);
    float[] measured = new float[4 * 1024];
    int[] tall = new int[1024];
    for (int i = 0; i < measured.length; i++) {
      measured[i] = (float) random.nextDouble(1.3, 2.3);
    }
    for (int i = 0; i < tall.length; i++) {
      tall[i] = measured[4 * i] > 1.8f ? 1 : 0;
    }
    return GuideExamples.arrays(measured, tall);
  }
}
