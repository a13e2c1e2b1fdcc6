package org.distill4j.benchmarks;

import java.util.concurrent.Callable;
import org.distill4j.benchmarks.compare.BenchmarkSuite;
import org.distill4j.benchmarks.measure.BenchmarkReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures how a step with row-lazy Adam grows with the table of a static student. */
@Command(
    name = "tables",
    description = "Measures steps of a static student by the rows of its table.",
    mixinStandardHelpOptions = true)
final class TablesCommand implements Callable<Integer> {
  @Mixin private ReportOptions options = new ReportOptions();

  @Override
  public Integer call() throws Exception {
    BenchmarkSuite comparison = new BenchmarkSuite(options.backends(), options.data());
    options.tell(new BenchmarkReport("tables", comparison.tables()));
    return 0;
  }
}
