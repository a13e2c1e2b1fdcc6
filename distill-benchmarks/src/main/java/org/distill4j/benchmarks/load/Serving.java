package org.distill4j.benchmarks.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.distill4j.benchmarks.measure.BenchmarkTable;
import org.distill4j.model.Predictor;
import org.distill4j.tensor.HostTensor;

/**
 * Threads that ask for one example at a time.
 *
 * @param threads how many
 * @param seconds how long
 */
record Serving(int threads, int seconds) {
  private static final String LOGITS = "logits";

  static BenchmarkTable table() {
    return BenchmarkTable.of(
        "Serving one example at a time",
        "engine",
        "predictors",
        "answers",
        "wrong",
        "per second",
        "p50 µs",
        "p99 µs",
        "p999 µs",
        "MiB before",
        "half way",
        "after");
  }

  /**
   * Serves.
   *
   * @param predictors one for all threads, or one for each
   * @param inputs what is asked, in turn
   */
  void run(String engine, List<Predictor> predictors, List<HostTensor> inputs, BenchmarkTable table)
      throws InterruptedException, ExecutionException {
    List<float[]> answers = inputs.stream().map(input -> ask(predictors.get(0), input)).toList();
    Latencies latencies = new Latencies();
    AtomicLong wrong = new AtomicLong();
    long before = ProcessMemory.resident();
    long begin = System.nanoTime();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<?>> ends = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Predictor own = predictors.get(i % predictors.size());
      int first = i;
      ends.add(
          pool.submit(
              () -> {
                for (int turn = first; seconds(begin) < seconds; turn++) {
                  int at = turn % inputs.size();
                  long start = System.nanoTime();
                  float[] answer = ask(own, inputs.get(at));
                  latencies.add(System.nanoTime() - start);
                  if (!Arrays.equals(answer, answers.get(at))) {
                    wrong.incrementAndGet();
                  }
                }
              }));
    }
    Thread.sleep(seconds * 500L);
    long half = ProcessMemory.resident();
    for (Future<?> end : ends) {
      end.get();
    }
    pool.shutdown();
    table.add(
        engine,
        predictors.size(),
        latencies.count(),
        wrong.get(),
        Math.round(latencies.count() / seconds(begin)),
        latencies.micros(0.5),
        latencies.micros(0.99),
        latencies.micros(0.999),
        before,
        half,
        ProcessMemory.resident());
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static float[] ask(Predictor predictor, HostTensor input) {
    return predictor.predict(Map.of("input", input)).get(LOGITS).toFloatArray();
  }
}
