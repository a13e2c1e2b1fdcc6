package org.distill4j.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.distill4j.backend.SessionOptions;
import org.distill4j.benchmarks.job.Digits;
import org.distill4j.jvm.JavaBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A measurement under load")
class LoadTest {
  private static final Load LOAD =
      new Load("java", () -> new JavaBackend().open(SessionOptions.defaults()));

  @Test
  @DisplayName("counts answers of one predictor and of a pool, all of them right")
  void serving() throws Exception {
    List<List<Object>> rows = LOAD.serving(4, 1).rows();

    assertThat(rows).hasSize(2);
    assertThat(rows).extracting(row -> row.get(1)).containsExactly(1, 4);
    assertThat(rows).allSatisfy(row -> assertThat((long) row.get(2)).isPositive());
    assertThat(rows).allSatisfy(row -> assertThat(row.get(3)).isEqualTo(0L));
  }

  @Test
  @DisplayName("tells the memory over cycles and over a training in ten parts")
  void memory() {
    assertThat(LOAD.cycles(10).rows()).hasSize(11);
    assertThat(LOAD.training(1, Digits.read(Optional.empty())).rows())
        .hasSize(10)
        .allSatisfy(row -> assertThat((long) row.get(2)).isPositive());
    assertThat(ProcessMemory.resident()).isPositive();
  }

  @Test
  @DisplayName("tells a share of latencies to 2 %")
  void latencies() {
    Latencies latencies = new Latencies();
    for (int i = 1; i <= 1000; i++) {
      latencies.add(i * 1000L);
    }

    assertThat(latencies.count()).isEqualTo(1000);
    assertThat(latencies.micros(0.5)).isCloseTo(500, within(15.0));
    assertThat(latencies.micros(0.99)).isCloseTo(990, within(30.0));
    assertThat(latencies.micros(1)).isCloseTo(1000, within(30.0));
  }
}
