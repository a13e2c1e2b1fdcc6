package org.distill4j.spark.example;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.rounds.Recipe;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.data.Batch;
import org.distill4j.model.Inputs;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.program.Recorder;
import org.distill4j.spark.DistillEstimator;
import org.distill4j.spark.TeacherTransformer;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.RoundReport;
import org.distill4j.train.TrainingEvent;

/**
 * Measures what Spark adds on this cluster: the driver's CPU time and the time of a round beside
 * the workers' steps, for a student of a given width, and the CPU time of a teacher's pass over
 * rows beside the same pass without Spark. Run it where executors are processes of their own.
 * Arguments: the number of workers, and the width of the hidden layers.
 */
public final class MeasureOnSpark {
  private static final int PIXELS = 784;
  private static final int ROWS = 20_000;
  private static final int STEPS = 10;
  private static final int ROUNDS = 60;

  /** Rounds that warm up the virtual machines, and are not counted. */
  private static final int WARM = 20;

  private final SparkSession spark;
  private final int workers;
  private final int width;

  private MeasureOnSpark(SparkSession spark, int workers, int width) {
    this.spark = spark;
    this.workers = workers;
    this.width = width;
  }

  /**
   * Runs the application.
   *
   * @param args the two arguments
   */
  public static void main(String... args) {
    if (args.length != 2) {
      throw new IllegalArgumentException(
          args.length
              + " arguments were given, expected 2: workers, width.\nMaybe start with: 2 128");
    }
    SparkSession spark = SparkSession.builder().appName("measure").getOrCreate();
    try {
      MeasureOnSpark measured =
          new MeasureOnSpark(spark, Integer.parseInt(args[0]), Integer.parseInt(args[1]));
      Dataset<Row> rows = measured.rows().cache();
      rows.count();
      measured.rounds(rows);
      measured.teacher(rows);
    } finally {
      spark.stop();
    }
  }

  /** Random pictures and labels. */
  private Dataset<Row> rows() {
    return spark
        .range(0, ROWS, 1, 2 * workers)
        .withColumn(
            "features",
            org.apache.spark.ml.functions.array_to_vector(
                functions.expr(
                    "transform(sequence(0, 783), i -> cast(hash(id, i) as double) /"
                        + " 2147483648.0)")))
        .withColumn("label", functions.expr("cast(id % 10 as double)"));
  }

  private static long driverNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  private void rounds(Dataset<Row> rows) {
    List<RoundReport> reports = new ArrayList<>();
    List<Long> nanos = new ArrayList<>();
    new DistillEstimator(Recipe.of(new DigitsTeacher(width, width, 0.001)))
        .setNumWorkers(workers)
        .setLocalSteps(STEPS)
        .setRounds(ROUNDS)
        .addListener(
            event -> {
              if (event instanceof TrainingEvent.RoundCompleted done) {
                reports.add(done.report());
                nanos.add(driverNanos());
              }
            })
        .fit(rows);
    double cpu = (nanos.get(ROUNDS - 1) - nanos.get(WARM - 1)) / 1e6 / (ROUNDS - WARM);
    List<RoundReport> counted = reports.subList(WARM, ROUNDS);
    double whole = counted.stream().mapToLong(r -> r.time().toNanos()).average().orElseThrow();
    double steps = counted.stream().mapToLong(r -> r.computing().toNanos()).average().orElseThrow();
    print("driver's CPU time of a round: %.0f ms%n", cpu);
    print(
        "round: %.0f ms, of which the slowest worker's steps %.0f ms%n", whole / 1e6, steps / 1e6);
    print("step: %.2f ms%n", steps / 1e6 / STEPS);
  }

  private void teacher(Dataset<Row> rows) {
    Recipe code = Recipe.of(new DigitsTeacher(width, width, 0.001));
    Model model = new DigitsTeacher(width, width, 0.001).model();
    Weights weights = Recorder.forward(model, Mode.EVALUATION, 1).initialWeights(0);
    TeacherTransformer teacher = new TeacherTransformer(code, weights);
    TaskTimes times = new TaskTimes();
    spark.sparkContext().addSparkListener(times);
    double reading = pass(rows, times);
    double taught = pass(teacher.transform(rows), times);
    double alone = alone(model, weights);
    print("teacher on Spark: %.1f us an example, reading the rows %.1f us%n", taught, reading);
    print("teacher in one process: %.1f us an example%n", alone);
    print("ratio without reading: %.2f%n", (taught - reading) / alone);
  }

  /** The CPU time of executors for an example, in microseconds, of the last of three passes. */
  private static double pass(Dataset<Row> rows, TaskTimes times) {
    int tasks = rows.rdd().getNumPartitions();
    double nanos = 0;
    for (int i = 0; i < 3; i++) {
      rows.write().format("noop").mode("overwrite").save();
      nanos = times.take(tasks);
    }
    return nanos / 1e3 / ROWS;
  }

  /** The CPU times of tasks, of which Spark tells after a job's end. */
  private static final class TaskTimes extends SparkListener {
    private final Semaphore ended = new Semaphore(0);
    private final AtomicLong nanos = new AtomicLong();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      nanos.addAndGet(end.taskMetrics().executorCpuTime());
      ended.release();
    }

    /** Waits for tasks, and returns their time. */
    long take(int tasks) {
      ended.acquireUninterruptibly(tasks);
      return nanos.getAndSet(0);
    }
  }

  private static double alone(Model model, Weights weights) {
    try (Session session = Backends.find().choose().open(SessionOptions.defaults())) {
      Teacher teacher = ModelTeacher.of(session, model, weights);
      int size = 256;
      HostTensor input = HostTensor.allocate(TensorSpec.floats(PIXELS).batched(size));
      for (int i = 0; i < size * PIXELS; i++) {
        input.floats().put(i, (i * 31 % 255) / 255f);
      }
      Batch batch =
          new Batch(
              IntStream.range(0, size).asLongStream().toArray(),
              Map.of(Inputs.INPUT, input),
              Map.of());
      long before = 0;
      int batches = ROWS / size;
      for (int i = 0; i < 3 * batches; i++) {
        if (i == 2 * batches) {
          before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }
        teacher.predict(batch);
      }
      long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
      return nanos / 1e3 / (batches * size);
    }
  }

  private static void print(String pattern, Object... values) {
    System.out.printf(Locale.ROOT, pattern, values);
  }
}
