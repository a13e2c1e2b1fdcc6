package org.distill4j.benchmarks;

import java.util.concurrent.Callable;
import org.distill4j.benchmarks.compare.BenchmarkSuite;
import org.distill4j.benchmarks.measure.BenchmarkReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Compares steps of a residual network and of transformers with hand-written programs. */
@Command(
    name = "networks",
    description = "Compares steps of larger networks with hand-written programs.",
    mixinStandardHelpOptions = true)
final class NetworksCommand implements Callable<Integer> {
  @Mixin private ReportOptions options = new ReportOptions();

  @Override
  public Integer call() throws Exception {
    BenchmarkSuite comparison = new BenchmarkSuite(options.backends(), options.data());
    options.tell(new BenchmarkReport("networks", comparison.networks()));
    return 0;
  }
}
