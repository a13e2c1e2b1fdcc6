package org.distill4j.benchmarks.parts;

import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.distill4j.benchmarks.job.Digits;
import org.distill4j.core.cache.CacheOptions;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.cache.Encoding;
import org.distill4j.core.data.ImageDataset;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.data.Batch;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Batches of 64 digits, and their cached outputs; no engine is involved. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DataBenchmark {
  private static final int BATCH = 64;
  private static final int CLASSES = 10;

  /** How outputs are cached. */
  @Param({"float32", "float16", "top3"})
  public String encoding = "";

  private final HostAllocator inputs = HostAllocator.recycling();
  private final HostAllocator outputs = HostAllocator.recycling();
  private final SplittableRandom random = new SplittableRandom(4);
  private Optional<ImageDataset> data = Optional.empty();
  private Optional<CachedTeacher> cache = Optional.empty();
  private Optional<Batch> batch = Optional.empty();

  /** A benchmark whose parameters JMH sets. */
  public DataBenchmark() {}

  /** Fills the cache. */
  @Setup
  public void fill() {
    ImageDataset digits = Digits.read(Optional.empty());
    FunctionTeacher teacher =
        FunctionTeacher.of(
            Map.of(Outputs.LOGITS, TensorSpec.floats(CLASSES)), "zeros", DataBenchmark::zeros);
    Encoding cached =
        switch (encoding) {
          case "float16" -> Encoding.float16();
          case "top3" -> Encoding.topK(3);
          default -> Encoding.float32();
        };
    cache = Optional.of(CachedTeacher.inMemory(teacher, digits, CacheOptions.of(cached)));
    data = Optional.of(digits);
    batch = Optional.of(read());
  }

  private static Predictions zeros(Batch batch) {
    return Predictions.logits(HostTensor.allocate(DType.FLOAT32, Shape.of(batch.size(), CLASSES)));
  }

  /**
   * Picks and normalises a batch.
   *
   * @return the batch
   */
  @Benchmark
  public Batch read() {
    ImageDataset digits = data.orElseThrow();
    return digits.batch(inputs, random.ints(BATCH, 0, digits.size()).toArray());
  }

  /**
   * Looks up the teacher's outputs of a batch.
   *
   * @return the outputs
   */
  @Benchmark
  public Predictions lookUp() {
    return cache.orElseThrow().predict(outputs, batch.orElseThrow());
  }
}
