package org.distill4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.distill4j.backend.BackendNotFoundException;
import org.distill4j.core.rounds.Recipe;
import org.distill4j.core.rounds.RoundPlan;
import org.distill4j.core.rounds.RoundPlan.InnerState;
import org.distill4j.core.rounds.TrainingCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
@DisplayName("On executors of their own, with Kryo and jars that Spark brings,")
class ClusterSparkTest {
  private static final RoundPlan RESET = RoundPlan.of(3, 4, 5).withBatchSize(8);

  @TempDir private static Path shared = Path.of("");
  private static SparkSession spark;
  private static Dataset<Row> taught;

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void open() {
    spark = SparkSessions.cluster(shared);
    taught = SparkRows.taught(spark);
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  static List<RoundPlan> plans() {
    return List.of(
        RESET, RESET.withInnerState(InnerState.KEPT), RoundPlan.of(3, 1, 5).withBatchSize(8));
  }

  private DistillEstimator estimator(TrainingCode code, RoundPlan plan) {
    return SparkRows.estimator(code, plan).setCheckpointDir(folder.resolve("rounds").toString());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  @DisplayName("a training equals that in one process bit for bit")
  void equal(RoundPlan plan) {
    assertThat(estimator(SparkRows.STUDENT, plan).fit(taught.repartition(4)).weights())
        .isEqualTo(SparkRows.expected(taught, plan));
  }

  @Test
  @DisplayName("a training in slices does too, for other partitions")
  void sliced() {
    assertThat(
            estimator(SparkRows.STUDENT, RESET)
                .setSliceAbove(0)
                .fit(taught.repartition(7))
                .weights())
        .isEqualTo(SparkRows.expected(taught, RESET));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"RESET", "KEPT"})
  @DisplayName("a training survives an executor that is killed in a round, with the same bits")
  void killed(InnerState state) {
    RoundPlan plan = RESET.withInnerState(state);
    Path mark = folder.resolve("killed");
    // Step 9 is the second of round 3.
    TrainingCode deadly = new KilledOnce(mark.toString(), 9);
    assertThat(estimator(deadly, plan).fit(taught.repartition(4)).weights())
        .isEqualTo(SparkRows.expected(taught, plan));
    assertThat(mark).exists();
  }

  @Test
  @DisplayName("a backend that they lack is told with an executor's name")
  void backend() {
    DistillEstimator estimator = estimator(SparkRows.STUDENT, RESET).setBackend("absent");
    assertThatThrownBy(() -> estimator.fit(taught))
        .isInstanceOf(BackendNotFoundException.class)
        .hasMessageMatching("(?s)On executor \\d+: Backend \"absent\" was not found.*");
  }

  @Test
  @DisplayName("a model predicts as in one process")
  void predicted() {
    DistilledModel model =
        DistilledModel.of(Recipe.of(new SmallTeacher(8)), SmallTeacher.weights(8, 1));
    List<Row> rows =
        model.setBatchSize(16).transform(taught.repartition(7)).orderBy("id").collectAsList();
    assertThat(rows).hasSize(SparkRows.COUNT);
    for (Row row : rows) {
      float[] teacher = new float[SparkRows.CLASSES];
      double[] student = row.<Vector>getAs("rawPrediction").toArray();
      for (int i = 0; i < teacher.length; i++) {
        teacher[i] = row.<Float>getList(3).get(i);
        assertThat((float) student[i]).isEqualTo(teacher[i]);
      }
    }
  }
}
