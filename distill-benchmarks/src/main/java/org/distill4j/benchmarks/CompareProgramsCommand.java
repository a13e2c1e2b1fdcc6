package org.distill4j.benchmarks;

import java.util.concurrent.Callable;
import org.distill4j.benchmarks.compare.BenchmarkSuite;
import org.distill4j.benchmarks.measure.BenchmarkReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Compares the framework with hand-written programs, idiomatic ones and the floor. */
@Command(
    name = "compare",
    description =
        "Compares the framework with hand-written programs, idiomatic ones and the floor.",
    mixinStandardHelpOptions = true)
final class CompareProgramsCommand implements Callable<Integer> {
  @Mixin private ReportOptions options = new ReportOptions();

  @Override
  public Integer call() throws Exception {
    BenchmarkSuite comparison = new BenchmarkSuite(options.backends(), options.data());
    options.tell(new BenchmarkReport("compare", comparison.run()));
    return 0;
  }
}
