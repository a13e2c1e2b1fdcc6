package org.distill4j.benchmarks;

import java.util.concurrent.Callable;
import org.distill4j.benchmarks.compare.Comparison;
import org.distill4j.benchmarks.measure.Report;
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
    Comparison comparison = new Comparison(options.backends(), options.data());
    options.tell(new Report("settings", comparison.settings()));
    return 0;
  }
}
