package org.distill4j.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.distill4j.backend.Backends;
import org.distill4j.benchmarks.compare.MeasurementSubject;
import org.distill4j.benchmarks.job.EnginePrograms;
import org.distill4j.benchmarks.measure.BenchmarkReport;
import picocli.CommandLine.Option;

/** What commands have in common: which engines, which data, and where results go. */
final class ReportOptions {
  @Option(names = "--data", description = "a folder with MNIST's files, zipped; else the sample")
  private Optional<Path> data = Optional.empty();

  @Option(names = "--json", description = "where to write the numbers (target/NAME.json)")
  private Optional<Path> json = Optional.empty();

  @Option(names = "--markdown", description = "a page to put the tables into")
  private Optional<Path> markdown = Optional.empty();

  Optional<Path> data() {
    return data;
  }

  /** The engine that the system property names, or all. */
  List<String> backends() {
    String named = System.getProperty(Backends.PROPERTY, "all");
    List<String> all = MeasurementSubject.engines().stream().map(EnginePrograms::backend).toList();
    if (!named.equals("all") && !all.contains(named)) {
      throw new IllegalArgumentException(
          "Backend " + named + " was named, expected all or one of " + all + ".\nMaybe a slip.");
    }
    return named.equals("all") ? all : List.of(named);
  }

  void tell(BenchmarkReport report) throws IOException {
    report.print(System.out);
    report.writeJson(json.orElse(Path.of("target", report.name() + ".json")));
    if (markdown.isPresent()) {
      report.writeInto(markdown.get());
    }
  }
}
