package org.distill4j.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.distill4j.core.rounds.EngineChoice;
import org.distill4j.core.rounds.InnerStates;
import org.distill4j.core.rounds.LocalResult;
import org.distill4j.core.rounds.Recipe;
import org.distill4j.core.rounds.RoundAverage;
import org.distill4j.core.rounds.RoundPlan;
import org.distill4j.core.rounds.Workers;
import scala.Tuple2;

/**
 * Workers as tasks of Spark, in ordinary stages: a lost task is run again, anywhere, with the same
 * result. Values come to the driver as they are, or, where they are many, in slices whose means are
 * worked out on the executors, so that the driver is sent as much whatever the number of workers.
 */
final class SparkWorkers implements Workers {
  private final JavaSparkContext spark;
  private final JavaRDD<ShardRows> shards;
  private final Work work;
  private final long sliceAbove;

  /** The task's data besides the weights. */
  static final class Work implements Serializable {
    private static final long serialVersionUID = 1;

    private final Recipe recipe;
    private final RoundPlan plan;
    private final EngineChoice engine;
    private final HadoopRoundFiles files;

    Work(Recipe recipe, RoundPlan plan, EngineChoice engine, HadoopRoundFiles files) {
      this.recipe = recipe;
      this.plan = plan;
      this.engine = engine;
      this.files = files;
    }

    private LocalResult run(Iterator<ShardRows> shard, int round, float[] global) {
      return shard.next().run(recipe, plan, engine, files, round, global);
    }
  }

  SparkWorkers(JavaSparkContext spark, JavaRDD<ShardRows> shards, Work work, long sliceAbove) {
    this.spark = spark;
    this.shards = shards;
    this.work = work;
    this.sliceAbove = sliceAbove;
  }

  @Override
  public RoundAverage round(int round, float[] global) {
    Broadcast<float[]> sent = spark.broadcast(global);
    try {
      long bytes = (long) Float.BYTES * global.length * work.plan.workers();
      return TaskErrors.unwrap(
          () ->
              bytes > sliceAbove
                  ? sliced(round, sent, global.length)
                  : RoundAverage.compute(collected(round, sent)));
    } finally {
      sent.destroy();
    }
  }

  private List<LocalResult> collected(int round, Broadcast<float[]> sent) {
    Work task = work;
    return shards
        .mapPartitions(
            shard -> {
              LocalResult result = task.run(shard, round, sent.value());
              return List.of(new ResultSlice(result, result.values())).iterator();
            })
        .collect()
        .stream()
        .map(ResultSlice::result)
        .toList();
  }

  private RoundAverage sliced(int round, Broadcast<float[]> sent, int length) {
    Work task = work;
    int slices = work.plan.workers();
    JavaPairRDD<Integer, ResultSlice> parts =
        shards.mapPartitionsToPair(
            shard -> slices(task.run(shard, round, sent.value()), slices).iterator());
    List<SliceMean> means =
        new ArrayList<>(
            parts
                .partitionBy(new HashPartitioner(slices))
                .mapPartitions(SparkWorkers::mean)
                .collect());
    means.sort(Comparator.comparingInt(SliceMean::slice));
    float[] all = new float[length];
    int from = 0;
    for (SliceMean mean : means) {
      System.arraycopy(mean.values(), 0, all, from, mean.values().length);
      from += mean.values().length;
    }
    return RoundAverage.summary(
        means.get(0).workers().stream().map(ResultSlice::result).toList(), all);
  }

  private static List<Tuple2<Integer, ResultSlice>> slices(LocalResult result, int slices) {
    int length = result.values().length;
    List<Tuple2<Integer, ResultSlice>> all = new ArrayList<>(slices);
    for (int slice = 0; slice < slices; slice++) {
      int from = (int) ((long) length * slice / slices);
      int to = (int) ((long) length * (slice + 1) / slices);
      float[] part = Arrays.copyOfRange(result.values(), from, to);
      all.add(new Tuple2<>(slice, new ResultSlice(result, part)));
    }
    return all;
  }

  private static Iterator<SliceMean> mean(Iterator<Tuple2<Integer, ResultSlice>> parts) {
    List<ResultSlice> workers = new ArrayList<>();
    int slice = 0;
    while (parts.hasNext()) {
      Tuple2<Integer, ResultSlice> part = parts.next();
      slice = part._1();
      workers.add(part._2());
    }
    workers.sort(Comparator.comparingInt(ResultSlice::worker));
    float[][] values = workers.stream().map(ResultSlice::values).toArray(float[][]::new);
    long[] examples = workers.stream().mapToLong(ResultSlice::examples).toArray();
    ArrayList<ResultSlice> told = new ArrayList<>();
    for (ResultSlice worker : slice == 0 ? workers : List.<ResultSlice>of()) {
      told.add(new ResultSlice(worker.result(), new float[0]));
    }
    return List.of(new SliceMean(slice, RoundAverage.mean(values, examples), told)).iterator();
  }

  @Override
  public void retain(Set<Integer> rounds) {
    if (work.plan.keepsInnerState()) {
      InnerStates.retain(work.files, rounds);
    }
  }

  @Override
  public void close() {
    shards.unpersist();
  }
}
