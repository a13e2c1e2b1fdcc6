package org.distill4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Measuring steps with some numbers of threads")
class StepTimesTest {
  private final List<Integer> asked = new ArrayList<>();

  private StepTimes measure(int processors, Map<Integer, Long> nanos) {
    return StepTimes.measure(
        processors,
        threads -> {
          asked.add(threads);
          return Objects.requireNonNull(nanos.get(threads));
        });
  }

  @Test
  @DisplayName(
      "doubles them as long as each makes a step a tenth faster, and takes the last that did")
  void doubles() {
    StepTimes times = measure(16, Map.of(1, 1000L, 2, 600L, 4, 540L, 8, 530L));

    assertThat(times.best()).isEqualTo(4);
    assertThat(asked).containsExactly(1, 2, 4, 8);
  }

  @Test
  @DisplayName("ends with the processors, whatever their number")
  void processors() {
    assertThat(measure(6, Map.of(1, 600L, 2, 300L, 4, 150L, 6, 100L)).best()).isEqualTo(6);
    assertThat(asked).containsExactly(1, 2, 4, 6);
  }

  @Test
  @DisplayName("stays with one where two are slower, and does not try four")
  void stays() {
    assertThat(measure(16, Map.of(1, 500L, 2, 5000L)).best()).isOne();
    assertThat(asked).containsExactly(1, 2);
  }

  @Test
  @DisplayName("has nothing to compare on one processor")
  void alone() {
    assertThat(measure(1, Map.of(1, 500L)).best()).isOne();
  }

  @Test
  @DisplayName("is told in milliseconds")
  void told() {
    assertThat(measure(2, Map.of(1, 1_904_000L, 2, 1_512_000L)))
        .hasToString("1 thread: 1.90 ms, 2 threads: 1.51 ms");
  }
}
