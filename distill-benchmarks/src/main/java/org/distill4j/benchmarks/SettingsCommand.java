package org.distill4j.benchmarks;

import java.util.concurrent.Callable;
import org.distill4j.benchmarks.compare.BenchmarkSuite;
import org.distill4j.benchmarks.measure.BenchmarkReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures what the settings of the engines are worth. */
@Command(
    name = "settings",
    description = "Measures what the settings of the engines are worth.",
    mixinStandardHelpOptions = true)
final class SettingsCommand implements Callable<Integer> {
  @Mixin private ReportOptions options = new ReportOptions();

  @Override
  public Integer call() throws Exception {
    BenchmarkSuite comparison = new BenchmarkSuite(options.backends(), options.data());
    options.tell(new BenchmarkReport("settings", comparison.settings()));
    return 0;
  }
}
