package org.distill4j.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.distill4j.benchmarks.job.Engine;
import org.distill4j.benchmarks.measure.Interleaved;
import org.distill4j.benchmarks.measure.Table;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Steps by the rows of a table")
class TableSizesTest {
  static Stream<Engine> engines() {
    return Subject.engines().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  @DisplayName("are measured on each engine, for each way to draw ids")
  void measures(Engine engine) {
    Subject subject = new Subject(engine, Optional.empty());

    List<Table> tables = new TableSizes(new Interleaved(1, 1, 1, 1)).of(subject);

    assertThat(tables).hasSize(1);
    assertThat(tables.get(0).rows()).hasSize(3);
  }
}
