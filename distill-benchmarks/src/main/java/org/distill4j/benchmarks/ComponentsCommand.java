package org.distill4j.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.distill4j.benchmarks.compare.MeasurementProcess;
import org.distill4j.benchmarks.measure.BenchmarkReport;
import org.distill4j.benchmarks.measure.BenchmarkTable;
import org.distill4j.benchmarks.parts.DataBenchmark;
import org.distill4j.benchmarks.parts.StepBenchmark;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Times the components with JMH, and counts the bytes that they allocate on the heap. */
@Command(
    name = "parts",
    description = "Times the parts with JMH: steps, batches, cache reads.",
    mixinStandardHelpOptions = true)
final class ComponentsCommand implements Callable<Integer> {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  @Mixin private ReportOptions options = new ReportOptions();

  @Override
  public Integer call() throws Exception {
    List<String> arguments = new ArrayList<>(MeasurementProcess.vectors());
    arguments.add("-Xmx1g");
    Options jmh =
        new OptionsBuilder()
            .include(StepBenchmark.class.getName())
            .include(DataBenchmark.class.getName())
            .param("backend", options.backends().toArray(new String[0]))
            .forks(1)
            .warmupIterations(2)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(5)
            .measurementTime(TimeValue.milliseconds(500))
            .addProfiler(GCProfiler.class)
            .jvmArgs(arguments.toArray(new String[0]))
            .build();
    options.tell(new BenchmarkReport("parts", List.of(table(new Runner(jmh).run()))));
    return 0;
  }

  @SuppressWarnings("rawtypes") // JMH's own signature
  private static BenchmarkTable table(Collection<RunResult> results) {
    BenchmarkTable table =
        BenchmarkTable.of(
            "Parts", "part", "of", "microseconds", "error, 99.9 %", "bytes on the heap");
    for (RunResult run : results) {
      Result<?> time = run.getPrimaryResult();
      var more = run.getSecondaryResults();
      double bytes =
          more.entrySet().stream()
              .filter(entry -> entry.getKey().endsWith(ALLOCATED))
              .mapToDouble(entry -> entry.getValue().getScore())
              .findFirst()
              .orElse(Double.NaN);
      table.add(time.getLabel(), of(run), time.getScore(), time.getScoreError(), bytes);
    }
    return table;
  }

  private static String of(RunResult run) {
    return run.getParams().getParamsKeys().stream()
        .map(key -> key + " " + run.getParams().getParam(key))
        .collect(Collectors.joining(", "));
  }
}
