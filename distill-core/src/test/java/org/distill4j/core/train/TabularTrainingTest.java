package org.distill4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.CsvTable;
import org.distill4j.core.data.EncodedTable;
import org.distill4j.core.data.MissingNumbers;
import org.distill4j.core.data.TableColumns;
import org.distill4j.core.data.TableEncoding;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.CategoryEmbeddings;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.Models;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.summary.ModelSummary;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.optim.Adam;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A student of a table")
class TabularTrainingTest {
  private static final CsvTable TABLE = CsvTable.of("bought");

  @TempDir private Path folder = Path.of("");

  /**
   * Who is in Rome buys when young, and who is in Oslo when old; ages are missing here and there.
   */
  private Path table(String name, int rows, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder("age,city,bought\n");
    for (int i = 0; i < rows; i++) {
      int age = 20 + random.nextInt(50);
      boolean rome = random.nextBoolean();
      text.append(i % 20 == 19 ? "" : age).append(',').append(rome ? "Rome" : "Oslo").append(',');
      text.append(rome == age < 45 ? 1 : 0).append('\n');
    }
    return Files.writeString(folder.resolve(name), text);
  }

  private static Model student(TableEncoding encoding) {
    CategoryEmbeddings embeddings =
        CategoryEmbeddings.of(encoding.numbers(), 2, encoding.categories());
    int width = encoding.numbers() + 2 * encoding.categories().length;
    return Models.of(
        Shape.of(encoding.width()),
        Sequential.of(embeddings, Dense.of(width, 8), Activation.RELU, Dense.of(8, 2)));
  }

  private static TrainingPlan.Builder plan(Model model, EncodedTable training) {
    return TrainingPlan.of(model, training)
        .optimizer(Adam.of(0.03))
        .epochs(30)
        .batchSize(32)
        .keep(TrainingPlan.Keep.LAST);
  }

  @Test
  @DisplayName("learns from a teacher, and is served by the encoding beside its weights")
  void inputEncoding() throws IOException {
    TableColumns columns = TableColumns.of("city").withMissing(MissingNumbers.INDICATED);
    EncodedTable training = columns.read(TABLE, table("train.csv", 200, 1));
    EncodedTable validation = training.encoding().encode(TABLE, table("more.csv", 100, 2));
    Path weights = folder.resolve("student.safetensors");
    Model teacher = Models.mlp(training.encoding().width(), 16, 2);
    List<Map<String, String>> people =
        List.of(
            Map.of("age", "30", "city", "Rome"),
            Map.of("age", "30", "city", "Oslo"),
            Map.of("age", "", "city", "Lima"));

    try (Session session = new ArrayBackend().open(SessionOptions.defaults())) {
      SessionTrainer trainer = new SessionTrainer(session);
      TrainingReport taught =
          trainer.train(plan(teacher, training).loss(CrossEntropyLoss.ofLabels()).build());
      TrainingReport report =
          trainer.train(
              plan(student(training.encoding()), training)
                  .teacher(ModelTeacher.of(session, teacher, taught.weights()))
                  .loss(DistillationLoss.of(2, 0.7))
                  .validation(validation, Metrics.accuracy())
                  .build());
      WeightsFile.write(weights, report.weights());
      training.encoding().write(TableEncoding.beside(weights));

      assertThat(report.epochs().get(29).metrics().get("accuracy")).isGreaterThan(0.85);
      try (Predictor trained =
          ModelPredictor.open(session, student(training.encoding()), report.weights())) {
        HostTensor before = trained.predict(training.encoding().encode(people)).logits();
        assertThat(serve(session, weights, people)).isEqualTo(before);
        float[] logits = before.toFloatArray();
        assertThat(logits[1]).isGreaterThan(logits[0]);
        assertThat(logits[3]).isLessThan(logits[2]);
      }
    }
  }

  /** Knows nothing but the two files. */
  private static HostTensor serve(Session session, Path weights, List<Map<String, String>> people) {
    TableEncoding encoding = TableEncoding.read(TableEncoding.beside(weights));
    try (Predictor served =
        ModelPredictor.open(session, student(encoding), WeightsFile.read(weights))) {
      return served.predict(encoding.encode(people)).logits();
    }
  }

  @Test
  @DisplayName("has an embedding for each column of categories")
  void embeddings() {
    Model model =
        Models.of(Shape.of(9), Sequential.of(CategoryEmbeddings.of(2, 4, 3, 4), Dense.of(10, 2)));

    assertThat(ModelSummary.summarize(model).toString()).contains("CategoryEmbeddings  (10)", "28");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ModelSummary.summarize(Models.of(Shape.of(8), CategoryEmbeddings.of(2, 4, 3, 4))))
        .withMessageContaining("expected (batch, 9), 2 numbers and [3, 4] categories");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CategoryEmbeddings.of(-1, 4, 3))
        .withMessageContaining("expected at least 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CategoryEmbeddings.of(1, 4))
        .withMessageContaining("number of columns of categories is 0");
  }
}
