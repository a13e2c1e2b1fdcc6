package org.distill4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.benchmarks.job.Digits;
import org.distill4j.benchmarks.load.Load;
import org.distill4j.benchmarks.measure.BenchmarkReport;
import org.distill4j.benchmarks.measure.BenchmarkTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a student that serves and trains for long. */
@Command(
    name = "load",
    description = "Measures latency, right answers and memory under load.",
    mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
  @Mixin private ReportOptions options = new ReportOptions();

  @Option(names = "--threads", defaultValue = "8", description = "threads that ask (8)")
  private int threads;

  @Option(names = "--seconds", defaultValue = "600", description = "seconds of serving (600)")
  private int seconds;

  @Option(names = "--cycles", defaultValue = "10000", description = "cycles of opening (10000)")
  private int cycles;

  @Option(names = "--training", defaultValue = "7200", description = "seconds of training (7200)")
  private int training;

  @Override
  public Integer call() throws Exception {
    List<BenchmarkTable> tables = new ArrayList<>();
    for (String backend : options.backends()) {
      Load load = new Load(backend, () -> open(backend));
      tables.add(load.serving(threads, seconds));
      tables.add(load.cycles(cycles));
      tables.add(load.training(training, Digits.read(options.data())));
    }
    options.tell(new BenchmarkReport("load", tables));
    return 0;
  }

  private static Session open(String backend) {
    return Backends.find().choose(Optional.of(backend)).open(SessionOptions.defaults());
  }
}
