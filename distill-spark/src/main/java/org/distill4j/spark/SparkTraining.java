package org.distill4j.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.distill4j.backend.Session;
import org.distill4j.core.rounds.EngineChoice;
import org.distill4j.core.rounds.Recipe;
import org.distill4j.core.rounds.RoundPlan;
import org.distill4j.core.rounds.RoundTraining;
import org.distill4j.core.rounds.Shard;
import org.distill4j.core.rounds.TrainingCode;
import org.distill4j.core.weights.Fingerprints;
import org.distill4j.model.Weights;
import org.distill4j.train.RoundReport;
import org.distill4j.train.StopSignal;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * A training on rows: it distributes them to workers, caches each worker's, and runs the rounds.
 *
 * @param spark where tasks run
 * @param recipe the student and how it is trained
 * @param plan the numbers of the training
 * @param engine which engine the workers use
 * @param folder where rounds are kept; empty for nowhere
 * @param interval the number of rounds from one checkpoint to the next
 * @param sliceAbove the bytes of all workers' values above which they are sent in slices
 */
record SparkTraining(
    JavaSparkContext spark,
    Recipe recipe,
    RoundPlan plan,
    EngineChoice engine,
    String folder,
    int interval,
    long sliceAbove) {
  private static final Logger LOGGER = LoggerFactory.getLogger(SparkTraining.class);

  /** The number of examples for the checks before a round. */
  private static final int SAMPLE = 4;

  SparkTraining {
    if (plan.keepsInnerState() && folder.isEmpty()) {
      throw new IllegalArgumentException(
          "The workers' optimizers are kept and there is no checkpointDir, expected a folder that"
              + " all executors reach, where their memory lies between rounds.\n"
              + "Maybe setCheckpointDir, or setInnerState(\"reset\").");
    }
  }

  Weights train(
      Dataset<Row> rows, ExampleLayout layout, List<TrainingListener> listeners, StopSignal stop) {
    JavaRDD<ShardRows> shards = shards(rows, layout);
    HadoopRoundFiles files = new HadoopRoundFiles(folder, spark.hadoopConfiguration());
    SparkWorkers.Work work = new SparkWorkers.Work(recipe, plan, engine, files);
    try (SparkWorkers workers = new SparkWorkers(spark, shards, work, sliceAbove)) {
      List<ShardFacts> told = TaskErrors.unwrap(() -> told(shards));
      told.forEach(one -> Shard.requireExamples(one.worker(), one.examples(), plan.workers()));
      Shard sample = shards.map(shard -> shard.first(SAMPLE)).first().shard();
      int examples = told.stream().mapToInt(ShardFacts::examples).sum();
      RoundTraining training =
          RoundTraining.of(recipe.code(TrainingCode.class), plan)
              .identity("examples", Fingerprints.compute(told.toString()))
              .listener(SparkTraining::log)
              .stop(stop);
      listeners.forEach(training::listener);
      if (!folder.isEmpty()) {
        training.snapshots(files, interval);
      }
      Optional<Session> session = session();
      try {
        session.ifPresent(training::session);
        return training.train(sample, examples, workers).weights();
      } finally {
        session.ifPresent(Session::close);
      }
    }
  }

  private Optional<Session> session() {
    return plan.isSynchronous() ? Optional.of(TaskSessions.open(engine)) : Optional.empty();
  }

  private JavaRDD<ShardRows> shards(Dataset<Row> rows, ExampleLayout layout) {
    int workers = plan.workers();
    return rows.toJavaRDD()
        .map(layout::read)
        .mapToPair(example -> new Tuple2<>(Shard.workerOf(example.id(), workers), example))
        .partitionBy(new HashPartitioner(workers))
        .mapPartitionsWithIndex(
            (worker, own) -> {
              List<ShardExample> examples = new ArrayList<>();
              own.forEachRemaining(pair -> examples.add(pair._2()));
              return List.of(ShardRows.of(layout, worker, examples.iterator())).iterator();
            },
            true)
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  private static List<ShardFacts> told(JavaRDD<ShardRows> shards) {
    return shards.map(ShardRows::facts).collect().stream()
        .sorted(Comparator.comparingInt(ShardFacts::worker))
        .toList();
  }

  /** Logs events on the driver. */
  private static void log(TrainingEvent event) {
    if (event instanceof TrainingEvent.RoundCompleted done) {
      RoundReport report = done.report();
      LOGGER.info(
          "Round {}: loss {}, {} examples, moved {}, {} of {} ms computing",
          report.round(),
          report.loss(),
          report.examples(),
          report.movement(),
          report.computing().toMillis(),
          report.time().toMillis());
    } else if (event instanceof TrainingEvent.RoundsResumed from) {
      LOGGER.info("Resumed after round {} from {}", from.rounds().size(), from.snapshot());
    } else if (event instanceof TrainingEvent.SnapshotSkipped skipped) {
      LOGGER.warn("The checkpoint {} is passed over: {}", skipped.snapshot(), skipped.reason());
    }
  }
}
