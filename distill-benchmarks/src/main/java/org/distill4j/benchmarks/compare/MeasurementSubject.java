package org.distill4j.benchmarks.compare;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.benchmarks.djl.DjlPrograms;
import org.distill4j.benchmarks.dl4j.Dl4jPrograms;
import org.distill4j.benchmarks.job.Batches;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.Digits;
import org.distill4j.benchmarks.job.EnginePrograms;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.benchmarks.jvm.JavaPrograms;
import org.distill4j.benchmarks.measure.TimedProgram;
import org.distill4j.benchmarks.tensorflow.TfPrograms;
import org.distill4j.core.data.ImageDataset;

/**
 * The subject of a measurement.
 *
 * @param engine the engine
 * @param data the folder of MNIST's files; empty for the embedded digits
 */
public record MeasurementSubject(EnginePrograms engine, Optional<Path> data) {
  private static final int BATCHES = 100;

  /** {@return the programs of all engines} */
  public static List<EnginePrograms> engines() {
    return List.of(new JavaPrograms(), new DjlPrograms(), new TfPrograms(), new Dl4jPrograms());
  }

  Session open(SessionOptions options) {
    return Backends.find().choose(Optional.of(engine.backend())).open(options);
  }

  /** Opens the engine with one thread, which no training changes. */
  Session open() {
    return open(SessionOptions.defaults().withThreads(1));
  }

  ImageDataset digits() {
    return Digits.read(data);
  }

  List<DenseJob.Taught> batches(Session session, DenseJob job) {
    return Batches.compute(session, job, digits(), BATCHES);
  }

  /** A program as something to be timed, on one batch after the other. */
  static TimedProgram steps(String name, StepProgram program, List<DenseJob.Taught> batches) {
    int[] next = {0};
    return new TimedProgram(
        name,
        () -> {
          program.step(batches.get(next[0]));
          next[0] = (next[0] + 1) % batches.size();
        });
  }
}
