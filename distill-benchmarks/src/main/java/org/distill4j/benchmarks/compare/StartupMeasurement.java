package org.distill4j.benchmarks.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.distill4j.backend.Session;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.FrameworkJob;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.benchmarks.job.TeacherSource;
import org.distill4j.benchmarks.measure.BenchmarkTable;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/** One program from the start of its process: the time to its first step, and its peak memory. */
final class StartupMeasurement implements Measurement {
  private static final int STEPS = 500;
  private static final Path STATUS = Path.of("/proc/self/status");

  private final Author author;

  /** The author of a program. */
  enum Author {
    /** This framework's. */
    FRAMEWORK,
    /** One without a framework. */
    BY_HAND
  }

  StartupMeasurement(Author author) {
    this.author = author;
  }

  @Override
  public List<BenchmarkTable> of(MeasurementSubject subject) {
    DenseJob job = DenseJob.mnist(64);
    Dataset data = subject.digits();
    if (author == Author.BY_HAND) {
      try (StepProgram program = subject.engine().handWritten(job, TeacherSource.LIVE)) {
        return List.of(run(subject, program, data));
      }
    }
    try (Session session = subject.open();
        StepProgram program = FrameworkJob.of(session, job, TeacherSource.LIVE)) {
      return List.of(run(subject, program, data));
    }
  }

  private BenchmarkTable run(MeasurementSubject subject, StepProgram program, Dataset data) {
    HostTensor unused = HostTensor.allocate(DType.FLOAT32, Shape.of(64, 10));
    double first = 0;
    for (int i = 0; i < STEPS; i++) {
      int[] indexes = new int[64];
      int from = i * 64;
      Arrays.setAll(indexes, row -> (from + row) % data.size());
      Batch batch = data.batch(indexes);
      program.step(new DenseJob.Taught(batch, unused));
      if (i == 0) {
        first =
            (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime())
                / 1e3;
      }
    }
    BenchmarkTable table =
        BenchmarkTable.of("once", "engine", "author", "first step", "peak memory");
    table.add(subject.engine().backend(), author.toString(), first, peakMegabytes());
    return table;
  }

  private static double peakMegabytes() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      throw new UncheckedIOException("The system does not tell the peak memory", e);
    }
  }

  /** Makes one table of the rows of several processes. */
  static BenchmarkTable summary(List<BenchmarkTable> runs) {
    BenchmarkTable summary =
        BenchmarkTable.of(
            "From the start of the process, warm caches, median of 5: seconds to the first step,"
                + " and peak MB after 500 steps with a live teacher",
            "engine",
            "framework, s",
            "by hand, s",
            "framework, MB",
            "by hand, MB",
            "memory ratio");
    List<List<Object>> rows = new ArrayList<>();
    runs.forEach(run -> rows.addAll(run.rows()));
    for (Object engine : rows.stream().map(row -> row.get(0)).distinct().toList()) {
      double ours = median(rows, engine, Author.FRAMEWORK, 3);
      double theirs = median(rows, engine, Author.BY_HAND, 3);
      summary.add(
          engine,
          median(rows, engine, Author.FRAMEWORK, 2),
          median(rows, engine, Author.BY_HAND, 2),
          ours,
          theirs,
          ours / theirs);
    }
    return summary;
  }

  private static double median(List<List<Object>> rows, Object engine, Author author, int column) {
    return org.distill4j.benchmarks.measure.ProgramTimes.median(
        rows.stream()
            .filter(row -> row.get(0).equals(engine) && row.get(1).equals(author.toString()))
            .mapToDouble(row -> ((Number) row.get(column)).doubleValue()));
  }
}
