package org.distill4j.core.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.distill4j.train.RoundReport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The cost of a round")
class RoundCostTest {
  private static final RoundCost COST = new RoundCost(0.5, 250_000_000, 1e9, 0.01, 0.001, 0);

  @Test
  @DisplayName("is that of computing, sending, gathering and scheduling")
  void parts() {
    assertThat(COST.computing(50)).isEqualTo(25);
    assertThat(COST.sending(1)).isEqualTo(1);
    assertThat(COST.sending(2)).isEqualTo(1 + 1.0 / 64);
    // One worker's values are sent as they are, a second for 1 GB; many workers' in slices.
    assertThat(COST.round(1, 50)).isCloseTo(25 + 1 + 1 + 0.011, within(1e-9));
    assertThat(COST.round(64, 50)).isCloseTo(25 + 1 + 6.0 / 64 + 3 + 2 * 0.074, within(1e-9));
    assertThat(COST.share(64, 50)).isCloseTo(25 / COST.round(64, 50), within(1e-12));
    assertThat(COST.speedup(64, 50)).isCloseTo(64 * COST.share(64, 50), within(1e-12));
  }

  @Test
  @DisplayName(
      "leaves a larger share for computing with more steps, and a smaller with more workers")
  void shares() {
    for (int workers : new int[] {1, 8, 64, 512}) {
      assertThat(COST.share(workers, 100)).isGreaterThan(COST.share(workers, 50));
      assertThat(COST.share(2 * workers, 50)).isLessThan(COST.share(workers, 50));
      assertThat(COST.speedup(2 * workers, 50)).isGreaterThan(COST.speedup(workers, 50));
    }
  }

  @Test
  @DisplayName("holds what rounds in one process are measured to take")
  void measured() {
    RoundPlan plan = RoundPlan.of(2, 8, 10).withBatchSize(8);
    List<RoundReport> rounds = RoundTrainings.train(plan, RoundTrainings.examples(48)).rounds();
    double computing = seconds(rounds.stream().map(RoundReport::computing).toList());
    double whole = seconds(rounds.stream().map(RoundReport::time).toList());
    RoundCost cost = new RoundCost(computing / 10 / 8, 51, 1e12, 0, 0, 0);
    // Workers in one process take their turns, so the whole is at least one worker's time.
    assertThat(10 * cost.round(1, 8)).isCloseTo(computing, within(computing / 100));
    assertThat(10 * cost.round(1, 8)).isLessThanOrEqualTo(whole * 1.01);
  }

  private static double seconds(List<Duration> times) {
    return times.stream().mapToLong(Duration::toNanos).sum() / 1e9;
  }

  @Test
  @DisplayName("is not worked out from numbers that cannot be")
  void refused() {
    assertThatThrownBy(() -> new RoundCost(1, 1, 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a link of 0.0 bytes/s")
        .hasMessageEndingWith("Maybe a time was taken before it was measured.");
    assertThatThrownBy(() -> new RoundCost(-1, 1, 1, 0, 0, 0)).hasMessageContaining("step of -1.0");
  }
}
