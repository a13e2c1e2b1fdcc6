package org.distill4j.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.distill4j.backend.Session;
import org.distill4j.benchmarks.job.Batches;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.FrameworkJob;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.benchmarks.job.TeacherSource;
import org.distill4j.benchmarks.measure.BenchmarkTable;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.data.Dataset;
import org.distill4j.model.Predictor;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/**
 * A student of MNIST under load on one engine.
 *
 * @param engine the backend's name
 * @param sessions opens a session of it
 */
public record Load(String engine, Supplier<Session> sessions) {
  private static final int INPUTS = 64;
  private static final int PIXELS = 784;
  private static final int PARTS = 10;
  private static final int BATCH = 64;
  private static final int BATCHES = 100;

  /**
   * Threads that ask one predictor, then a pool of one for each thread.
   *
   * @param threads the number of threads
   * @param seconds the seconds for each
   * @return answers, latencies and memory
   * @throws InterruptedException if the thread is interrupted
   * @throws ExecutionException if a prediction fails
   */
  public BenchmarkTable serving(int threads, int seconds)
      throws InterruptedException, ExecutionException {
    BenchmarkTable table = Serving.table();
    DenseJob job = DenseJob.mnist(1);
    for (int count : List.of(1, threads)) {
      List<Session> opened = new ArrayList<>();
      List<Predictor> predictors = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        opened.add(sessions.get());
        predictors.add(ModelPredictor.open(opened.get(i), job.student(), job.studentWeights()));
      }
      new Serving(threads, seconds).run(engine, predictors, inputs(), table);
      predictors.forEach(Predictor::close);
      opened.forEach(Session::close);
    }
    return table;
  }

  private static List<HostTensor> inputs() {
    SplittableRandom random = new SplittableRandom(3);
    List<HostTensor> inputs = new ArrayList<>();
    for (int i = 0; i < INPUTS; i++) {
      float[] pixels = new float[PIXELS];
      for (int j = 0; j < PIXELS; j++) {
        pixels[j] = (float) random.nextDouble();
      }
      inputs.add(HostTensor.ofFloats(Shape.of(1, PIXELS), pixels));
    }
    return inputs;
  }

  /**
   * Opens a session and a predictor, asks once, and closes both, again and again.
   *
   * @param cycles how often
   * @return the memory after each tenth of the cycles
   */
  public BenchmarkTable cycles(int cycles) {
    BenchmarkTable table =
        BenchmarkTable.of("Memory over cycles of open, ask, close", "engine", "cycles", "MiB");
    DenseJob job = DenseJob.mnist(1);
    HostTensor input = inputs().get(0);
    for (int i = 0; i <= cycles; i++) {
      try (Session session = sessions.get();
          Predictor predictor = ModelPredictor.open(session, job.student(), job.studentWeights())) {
        predictor.predict(Map.of("input", input));
      }
      if (i % Math.max(1, cycles / PARTS) == 0) {
        table.add(engine, i, ProcessMemory.resident());
      }
    }
    return table;
  }

  /**
   * Trains with a live teacher.
   *
   * @param seconds how long
   * @param data the digits
   * @return steps and memory after each tenth of the time
   */
  public BenchmarkTable training(int seconds, Dataset data) {
    BenchmarkTable table =
        BenchmarkTable.of("Memory over a training", "engine", "seconds", "steps", "MiB");
    try (Session session = sessions.get();
        StepProgram program = FrameworkJob.of(session, DenseJob.mnist(BATCH), TeacherSource.LIVE)) {
      List<DenseJob.Taught> batches =
          Batches.compute(session, DenseJob.mnist(BATCH), data, BATCHES);
      long begin = System.nanoTime();
      long steps = 0;
      for (int part = 1; part <= PARTS; part++) {
        double until = (double) seconds * part / PARTS;
        while ((System.nanoTime() - begin) / 1e9 < until) {
          program.step(batches.get((int) (steps++ % batches.size())));
        }
        table.add(engine, until, steps, ProcessMemory.resident());
      }
    }
    return table;
  }
}
