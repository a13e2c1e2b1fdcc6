package org.distill4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.distill4j.backend.Session;
import org.distill4j.core.rounds.Recipe;
import org.distill4j.core.rounds.RoundPlan;
import org.distill4j.core.rounds.TeacherCode;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The stages of a pipeline")
class StagesTest {
  private static final RoundPlan PLAN = RoundPlan.of(3, 4, 3).withBatchSize(8);
  private static SparkSession spark;

  @TempDir private Path folder = Path.of("");

  /** A teacher that is no model: twice the input. */
  public record Twice(int width) implements TeacherCode {
    @Override
    public Teacher teacher(Session session, Weights weights) {
      return FunctionTeacher.of(
          Map.of("doubled", TensorSpec.floats(width)),
          "twice " + width,
          batch -> {
            float[] values = batch.input().toFloatArray();
            for (int i = 0; i < values.length; i++) {
              values[i] *= 2;
            }
            Shape shape = Shape.of(batch.size(), width);
            return Predictions.of(Map.of("doubled", HostTensor.ofFloats(shape, values)));
          });
    }
  }

  @BeforeAll
  static void open() {
    spark = SparkSessions.local();
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  @DisplayName("train as a pipeline, which is saved and loaded before and after")
  void pipeline() throws IOException {
    DistillEstimator estimator = SparkRows.estimator(SparkRows.STUDENT, PLAN).setSeed(7);
    Pipeline pipeline =
        new Pipeline().setStages(new PipelineStage[] {SparkRows.teacher(), estimator});
    pipeline.write().save(path("pipeline"));
    PipelineModel model = Pipeline.load(path("pipeline")).fit(SparkRows.plain(spark));
    model.write().save(path("model"));
    model.write().overwrite().save(path("model"));
    List<Row> expected = model.transform(SparkRows.plain(spark)).collectAsList();
    assertThat(PipelineModel.load(path("model")).transform(SparkRows.plain(spark)).collectAsList())
        .isEqualTo(expected);
    assertThat(
            pipeline.fit(SparkRows.plain(spark)).transform(SparkRows.plain(spark)).collectAsList())
        .isEqualTo(expected);
  }

  @Test
  @DisplayName("are saved with their parameters, and weights that other programs read")
  void saved() throws IOException {
    Weights weights = SmallTeacher.weights(8, 1);
    DistilledModel model =
        DistilledModel.of(Recipe.of(new SmallTeacher(8)), weights)
            .setPredictionCol("class")
            .setOutputPrefix("out_")
            .setThreads(2)
            .setBatchSize(5);
    model.write().save(path("stage"));
    assertThat(WeightsFile.read(folder.resolve("stage").resolve("weights.safetensors")))
        .isEqualTo(weights);
    DistilledModel loaded = DistilledModel.load(path("stage"));
    assertThat(loaded.weights()).isEqualTo(weights);
    assertThat(loaded.fingerprint()).isEqualTo(model.fingerprint());
    for (Param<?> param : model.params()) {
      assertThat(loaded.explainParam(loaded.getParam(param.name())).replaceAll("\\[L.*", ""))
          .isEqualTo(model.explainParam(param).replaceAll("\\[L.*", ""));
    }
    assertThat(model.copy(model.extractParamMap()).weights()).isEqualTo(weights);
  }

  @Test
  @DisplayName("name each parameter by a method, as Spark ML looks for them")
  void parameters() {
    DistillEstimator estimator = SparkRows.estimator(SparkRows.STUDENT, PLAN);
    assertThat(Arrays.stream(estimator.params()).map(Param::name))
        .containsExactlyInAnyOrder(
            "recipe",
            "inputCols",
            "labelCol",
            "labelKind",
            "idCol",
            "teacherPrefix",
            "numWorkers",
            "localSteps",
            "rounds",
            "batchSize",
            "seed",
            "innerState",
            "outerRate",
            "outerMomentum",
            "backend",
            "threads",
            "checkpointDir",
            "checkpointInterval",
            "sliceAbove");
    assertThat(Arrays.stream(SparkRows.teacher().params()).map(Param::name))
        .containsExactlyInAnyOrder(
            "recipe", "inputCols", "backend", "threads", "batchSize", "outputPrefix");
    assertThat(estimator.copy(estimator.extractParamMap()).plan())
        .hasToString(estimator.plan().toString());
  }

  @Test
  @DisplayName("give evaluators what they want")
  void evaluated() {
    Dataset<Row> rows = SparkRows.taught(spark);
    DistilledModel model = SparkRows.estimator(SparkRows.STUDENT, PLAN).fit(rows);
    double accuracy =
        new MulticlassClassificationEvaluator()
            .setMetricName("accuracy")
            .evaluate(model.transform(rows));
    assertThat(accuracy).isBetween(0.3, 1.0);
  }

  @Test
  @DisplayName(
      "predict as the model does in one process, whatever the partitions and the last batch")
  void predicted() {
    Weights weights = SmallTeacher.weights(8, 1);
    Dataset<Row> rows = SparkRows.plain(spark);
    float[] inputs = new float[SparkRows.COUNT * SparkRows.INPUTS];
    int at = 0;
    for (Row row : SparkRows.list()) {
      for (double value : ((Vector) row.get(1)).toArray()) {
        inputs[at++] = (float) value;
      }
    }
    try (Session session = SparkRows.session();
        Predictor one = ModelPredictor.open(session, new SmallTeacher(8).model(), weights)) {
      float[] expected =
          one.predict(HostTensor.ofFloats(Shape.of(SparkRows.COUNT, SparkRows.INPUTS), inputs))
              .logits()
              .toFloatArray();
      for (int partitions : new int[] {1, 4, 7}) {
        List<Row> found =
            SparkRows.teacher()
                .transform(rows.repartition(partitions))
                .orderBy("id")
                .collectAsList();
        for (int i = 0; i < expected.length; i++) {
          float value =
              found.get(i / SparkRows.CLASSES).<Float>getList(3).get(i % SparkRows.CLASSES);
          assertThat(value).isCloseTo(expected[i], within(1e-6f));
        }
      }
    }
  }

  @Test
  @DisplayName("take arrays and numbers as well as vectors, and teachers that are no model")
  void inputs() {
    Dataset<Row> rows =
        spark.range(3).withColumn("features", functions.expr("array(id, 2 * id, 0.5)"));
    List<Row> doubled =
        new TeacherTransformer(Recipe.of(new Twice(3)))
            .setBackend("java")
            .setOutputPrefix("")
            .transform(rows)
            .orderBy("id")
            .collectAsList();
    assertThat(doubled.get(2).<Float>getList(2)).containsExactly(4f, 8f, 1f);
  }

  @Test
  @DisplayName("refuse what is missing, null or not a number, and say in which row")
  void refused() {
    Dataset<Row> rows = SparkRows.plain(spark);
    assertThatThrownBy(() -> SparkRows.teacher().setInputCols("x").transform(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("There is no column x, expected one of [id, features, label].");
    assertThatThrownBy(() -> SparkRows.teacher().setInputCols("id", "label").transform(rows))
        .hasMessageContaining("The columns [id, label] were given for a model that takes");
    Dataset<Row> none = rows.withColumn("features", functions.expr("cast(null as array<float>)"));
    assertThatThrownBy(() -> SparkRows.teacher().transform(none).collectAsList())
        .hasStackTraceContaining("The column features holds null in the row [");
    Dataset<Row> endless =
        rows.withColumn("features", functions.expr("array(1, 2, 3, double('Infinity'))"));
    assertThatThrownBy(() -> SparkRows.teacher().transform(endless).collectAsList())
        .hasStackTraceContaining("expected finite numbers");
    assertThatThrownBy(() -> new DistilledModel("empty").weights())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("empty has no weights");
  }
}
