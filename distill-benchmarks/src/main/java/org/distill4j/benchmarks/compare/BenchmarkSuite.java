package org.distill4j.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.benchmarks.measure.BenchmarkTable;

/** All measurements of some engines, one process after the other, and their tables. */
public final class BenchmarkSuite {
  private static final int STARTS = 5;

  private final List<String> backends;
  private final Optional<Path> data;

  /**
   * A comparison.
   *
   * @param backends the engines' backends
   * @param data the folder of MNIST's files; empty for the embedded digits
   */
  public BenchmarkSuite(List<String> backends, Optional<Path> data) {
    this.backends = backends;
    this.data = data;
  }

  /**
   * Measures steps, epochs, starts, memory and growth.
   *
   * @return the tables, each with rows for all engines
   * @throws IOException if a process cannot be started
   * @throws InterruptedException if this was interrupted
   */
  public List<BenchmarkTable> run() throws IOException, InterruptedException {
    List<BenchmarkTable> tables = new ArrayList<>(each("steps"));
    tables.addAll(each("epochs"));
    tables.add(starts());
    tables.addAll(each("curves"));
    return tables;
  }

  /**
   * Measures engine settings.
   *
   * @return the tables, each with rows for all engines
   * @throws IOException if a process cannot be started
   * @throws InterruptedException if this was interrupted
   */
  public List<BenchmarkTable> settings() throws IOException, InterruptedException {
    return each("settings");
  }

  /**
   * Measures steps of larger networks.
   *
   * @return the tables, each with rows for all engines
   * @throws IOException if a process cannot be started
   * @throws InterruptedException if this was interrupted
   */
  public List<BenchmarkTable> networks() throws IOException, InterruptedException {
    return each("networks");
  }

  /**
   * Measures steps of a student over tables of several sizes.
   *
   * @return the tables, each with rows for all engines
   * @throws IOException if a process cannot be started
   * @throws InterruptedException if this was interrupted
   */
  public List<BenchmarkTable> tables() throws IOException, InterruptedException {
    return each("tables");
  }

  private List<BenchmarkTable> each(String kind) throws IOException, InterruptedException {
    Map<String, BenchmarkTable> merged = new LinkedHashMap<>();
    for (String backend : backends) {
      for (BenchmarkTable table : MeasurementProcess.run(kind, backend, data)) {
        merged
            .computeIfAbsent(
                table.title(), t -> new BenchmarkTable(t, table.columns(), new ArrayList<>()))
            .addAll(table);
      }
    }
    return List.copyOf(merged.values());
  }

  private BenchmarkTable starts() throws IOException, InterruptedException {
    List<BenchmarkTable> runs = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      for (String backend : backends) {
        runs.addAll(MeasurementProcess.run("once-framework", backend, data));
        runs.addAll(MeasurementProcess.run("once-by-hand", backend, data));
      }
    }
    return StartupMeasurement.summary(runs);
  }
}
