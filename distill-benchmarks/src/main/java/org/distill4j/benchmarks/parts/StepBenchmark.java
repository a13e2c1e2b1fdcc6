package org.distill4j.benchmarks.parts;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.benchmarks.job.Batches;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.Digits;
import org.distill4j.benchmarks.job.FrameworkJob;
import org.distill4j.benchmarks.job.TeacherSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One optimizer step of a student whose teacher's outputs are given. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StepBenchmark {
  private static final int BATCHES = 20;

  /** The backend. */
  @Param({"java", "djl", "tensorflow", "dl4j"})
  public String backend = "";

  /** The number of examples. */
  @Param({"16", "64", "256"})
  public int batch;

  /** The width of the student's hidden layer. */
  @Param({"128", "512"})
  public int width;

  private Optional<Session> session = Optional.empty();
  private Optional<FrameworkJob> program = Optional.empty();
  private List<DenseJob.Taught> batches = List.of();
  private int next;

  /** A benchmark whose parameters JMH sets. */
  public StepBenchmark() {}

  /** Opens the engine and makes batches. */
  @Setup
  public void open() {
    Session opened = Backends.find().choose(Optional.of(backend)).open(SessionOptions.defaults());
    DenseJob job = DenseJob.mnist(batch).withStudent(width);
    session = Optional.of(opened);
    batches = Batches.compute(opened, job, Digits.read(Optional.empty()), BATCHES);
    program = Optional.of(FrameworkJob.of(opened, job, TeacherSource.CACHED));
  }

  /**
   * One step.
   *
   * @return its loss
   */
  @Benchmark
  public double step() {
    next = (next + 1) % BATCHES;
    return program.orElseThrow().step(batches.get(next));
  }

  /** Closes the engine. */
  @TearDown
  public void close() {
    session.ifPresent(Session::close);
  }
}
