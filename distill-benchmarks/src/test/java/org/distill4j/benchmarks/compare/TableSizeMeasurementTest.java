package org.distill4j.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.distill4j.benchmarks.job.EnginePrograms;
import org.distill4j.benchmarks.measure.BenchmarkTable;
import org.distill4j.benchmarks.measure.InterleavedTimer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Steps by the rows of a table")
class TableSizeMeasurementTest {
  static Stream<EnginePrograms> engines() {
    return MeasurementSubject.engines().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  @DisplayName("are measured on each engine, for each way to draw ids")
  void measures(EnginePrograms engine) {
    MeasurementSubject subject = new MeasurementSubject(engine, Optional.empty());

    List<BenchmarkTable> tables =
        new TableSizeMeasurement(new InterleavedTimer(1, 1, 1, 1)).of(subject);

    assertThat(tables).hasSize(1);
    assertThat(tables.get(0).rows()).hasSize(3);
  }
}
