package org.distill4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.distill4j.backend.BackendNotFoundException;
import org.distill4j.core.rounds.Recipe;
import org.distill4j.core.rounds.RoundPlan;
import org.distill4j.core.rounds.RoundPlan.InnerState;
import org.distill4j.model.Weights;
import org.distill4j.train.StopSignal;
import org.distill4j.train.TrainingEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("In one process of Spark")
class LocalSparkTest {
  private static final RoundPlan RESET = RoundPlan.of(3, 4, 5).withBatchSize(8);
  private static final RoundPlan KEPT = RESET.withInnerState(InnerState.KEPT);
  private static final RoundPlan SYNCHRONOUS = RoundPlan.of(3, 1, 5).withBatchSize(8);

  private static SparkSession spark;
  private static Dataset<Row> taught;

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void open() {
    spark = SparkSessions.local();
    taught = SparkRows.taught(spark).cache();
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private DistillEstimator estimator(RoundPlan plan) {
    return SparkRows.estimator(SparkRows.STUDENT, plan).setCheckpointDir(path("rounds"));
  }

  @Nested
  @DisplayName("a training equals that without Spark bit for bit,")
  class Equal {
    @ParameterizedTest(name = "{0} partitions")
    @ValueSource(ints = {1, 4, 7, SparkRows.COUNT + 5})
    @DisplayName("whatever the partitions, empty ones too")
    void partitions(int partitions) {
      Dataset<Row> rows = taught.repartition(partitions);
      assertThat(SparkRows.estimator(SparkRows.STUDENT, RESET).fit(rows).weights())
          .isEqualTo(SparkRows.expected(taught, RESET));
    }

    @Test
    @DisplayName("with optimizers that are kept")
    void kept() {
      assertThat(estimator(KEPT).fit(taught.repartition(4)).weights())
          .isEqualTo(SparkRows.expected(taught, KEPT));
    }

    @Test
    @DisplayName("with gradients that are averaged")
    void synchronous() {
      assertThat(estimator(SYNCHRONOUS).fit(taught.repartition(7)).weights())
          .isEqualTo(SparkRows.expected(taught, SYNCHRONOUS));
    }

    @Test
    @DisplayName("with values that are averaged in slices")
    void sliced() {
      for (RoundPlan plan : List.of(RESET, SYNCHRONOUS)) {
        DistillEstimator estimator = SparkRows.estimator(SparkRows.STUDENT, plan).setSliceAbove(0);
        assertThat(estimator.fit(taught.repartition(4)).weights())
            .isEqualTo(SparkRows.expected(taught, plan));
      }
    }
  }

  @Nested
  @DisplayName("the driver is sent")
  class Sent {
    /** The bytes of all results of tasks in a training of 64 kB of weights, for each round. */
    private long bytes(int workers, long sliceAbove) {
      AtomicLong bytes = new AtomicLong();
      SparkListener listener =
          new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd end) {
              bytes.addAndGet(end.taskMetrics().resultSize());
            }
          };
      RoundPlan plan = RoundPlan.of(workers, 2, 3).withBatchSize(8);
      spark.sparkContext().addSparkListener(listener);
      SparkRows.estimator(new SmallStudent(2000, 0.02), plan).setSliceAbove(sliceAbove).fit(taught);
      try {
        spark.sparkContext().listenerBus().waitUntilEmpty();
      } catch (TimeoutException slow) {
        throw new IllegalStateException(slow);
      }
      spark.sparkContext().removeSparkListener(listener);
      return bytes.get() / 3;
    }

    @Test
    @DisplayName("as many bytes whatever the number of workers, where values come in slices")
    void slices() {
      assertThat(bytes(6, 0)).isBetween(16_003L * 4, bytes(2, 0) * 3 / 2);
      assertThat(bytes(6, Long.MAX_VALUE)).isGreaterThan(6 * 16_003L * 4);
    }
  }

  @Nested
  @DisplayName("a training")
  class Trainings {
    @Test
    @DisplayName("resumes from its checkpoint with the same bits, with other partitions too")
    void resumed() {
      StopSignal stop = new StopSignal();
      estimator(KEPT)
          .setCheckpointInterval(2)
          .setStop(stop)
          .addListener(
              event -> {
                if (event instanceof TrainingEvent.RoundCompleted done
                    && done.report().round() == 3) {
                  stop.request();
                }
              })
          .fit(taught.repartition(4));
      List<TrainingEvent> events = new ArrayList<>();
      Weights resumed =
          estimator(KEPT)
              .setCheckpointInterval(2)
              .addListener(events::add)
              .fit(taught.repartition(7))
              .weights();
      assertThat(resumed).isEqualTo(SparkRows.expected(taught, KEPT));
      assertThat(events).filteredOn(TrainingEvent.RoundCompleted.class::isInstance).hasSize(2);
      assertThat(events.get(1)).isInstanceOf(TrainingEvent.RoundsResumed.class);
    }

    @Test
    @DisplayName("refuses the checkpoints of other rows")
    void otherRows() {
      estimator(RESET).fit(taught);
      Dataset<Row> others = taught.filter("id < 80");
      assertThatThrownBy(() -> estimator(RESET).fit(others))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is of a training whose examples is ");
    }

    @Test
    @DisplayName("learns from labels alone, where no teacher's columns are")
    void labelsAlone() {
      DistilledModel model =
          new DistillEstimator(Recipe.of(new LabelStudent(6)))
              .setNumWorkers(2)
              .setLocalSteps(4)
              .setRounds(30)
              .setBatchSize(8)
              .fit(SparkRows.plain(spark));
      Dataset<Row> predicted = model.transform(SparkRows.plain(spark));
      assertThat(predicted.filter("prediction = label").count()).isGreaterThan(55);
    }

    @Test
    @DisplayName("keeps optimizers in a folder, and says so where there is none")
    void folder() {
      DistillEstimator estimator = SparkRows.estimator(SparkRows.STUDENT, KEPT);
      assertThatThrownBy(() -> estimator.fit(taught))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("The workers' optimizers are kept and there is no checkpointDir");
    }
  }

  @Nested
  @DisplayName("a training refuses")
  class Refusals {
    private final DistillEstimator estimator = SparkRows.estimator(SparkRows.STUDENT, RESET);

    private Dataset<Row> with(Row row) {
      List<Row> rows = new ArrayList<>(SparkRows.list());
      rows.add(row);
      return SparkRows.teacher().transform(spark.createDataFrame(rows, SparkRows.SCHEMA));
    }

    @Test
    @DisplayName("an id that is there twice")
    void duplicate() {
      Dataset<Row> rows = with(SparkRows.list().get(7));
      assertThatThrownBy(() -> estimator.fit(rows))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("The id 7 is there twice, expected each id once.");
    }

    @Test
    @DisplayName("an id that is null")
    void noId() {
      Row first = SparkRows.list().get(0);
      Dataset<Row> rows = with(RowFactory.create(null, first.get(1), 1.0));
      assertThatThrownBy(() -> estimator.fit(rows))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("The column id is null in a row, expected the example's id.");
    }

    @Test
    @DisplayName("a worker without rows")
    void noRows() {
      Dataset<Row> even = taught.withColumn("id", functions.expr("id * 3"));
      assertThatThrownBy(() -> estimator.fit(even))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Worker 1 of 3 has no examples, expected some whose id mod 3");
      assertThatThrownBy(() -> estimator.fit(taught.filter("false")))
          .hasMessageStartingWith("Worker 0 of 3 has no examples");
    }

    @Test
    @DisplayName("columns that are missing or of another type")
    void columns() {
      assertThatThrownBy(() -> estimator.fit(taught.drop("features")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("There is no column features, expected one of [id, label,");
      Dataset<Row> texts = taught.withColumn("id", functions.lit("one"));
      assertThatThrownBy(() -> estimator.fit(texts))
          .hasMessageContaining("The column id is of the type string, expected whole numbers");
      Dataset<Row> named = taught.withColumn("label", functions.lit("one"));
      assertThatThrownBy(() -> estimator.fit(named))
          .hasMessageContaining("The column label is of the type string, expected a vector");
      Dataset<Row> predicted = taught.withColumn("prediction", functions.lit(1));
      assertThatThrownBy(() -> estimator.fit(predicted))
          .hasMessageContaining("There is a column prediction already");
    }

    @Test
    @DisplayName("rows of another length, or numbers that are no class")
    void values() {
      Dataset<Row> halves = taught.withColumn("label", functions.expr("label + 0.5"));
      assertThatThrownBy(() -> estimator.fit(halves))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("The column label holds the number ");
      Dataset<Row> one = taught.withColumn("features", functions.expr("array(1.0, 2.0)"));
      assertThatThrownBy(() -> estimator.fit(one))
          .hasMessageContaining("The column features holds 2 values in the row")
          .hasMessageContaining("expected FLOAT32(4)");
    }

    @Test
    @DisplayName("a backend that an executor lacks, by its name")
    void backend() {
      assertThatThrownBy(() -> estimator.setBackend("absent").fit(taught))
          .isInstanceOf(BackendNotFoundException.class)
          .hasMessageContaining("On executor driver: Backend \"absent\" was not found")
          .hasMessageEndingWith("Spark brings jars to its executors with --jars or --packages.");
    }

    @Test
    @DisplayName("words and numbers that are none of its own")
    void parameters() {
      assertThatThrownBy(() -> estimator.setInnerState("half").fit(taught))
          .hasMessageContaining("The parameter innerState is \"half\", expected one of");
      assertThatThrownBy(() -> estimator.setNumWorkers(0)).hasMessageContaining("numWorkers");
      assertThatThrownBy(() -> new DistillEstimator(Recipe.of(new SmallTeacher(3))))
          .hasMessageContaining("is not a record that implements");
    }
  }
}
