package org.distill4j.benchmarks;

import java.util.concurrent.Callable;
import org.distill4j.benchmarks.compare.Comparison;
import org.distill4j.benchmarks.measure.Report;
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
    Comparison comparison = new Comparison(options.backends(), options.data());
    options.tell(new Report("networks", comparison.networks()));
    return 0;
  }
}
