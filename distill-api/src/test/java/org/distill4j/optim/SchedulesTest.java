package org.distill4j.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A schedule")
class SchedulesTest {
  private static double at(Schedule schedule, long step) {
    return schedule.at(new Progress(step, 100));
  }

  @Test
  @DisplayName("can be constant")
  void constant() {
    assertThat(at(Schedule.constant(0.3), 0)).isEqualTo(0.3);
    assertThat(at(Schedule.constant(0.3), 99)).isEqualTo(0.3);
  }

  @Test
  @DisplayName("can be a straight line")
  void linear() {
    Schedule schedule = Schedule.linear(1, 3);
    assertThat(at(schedule, 0)).isEqualTo(1);
    assertThat(at(schedule, 25)).isEqualTo(1.5);
    assertThat(at(schedule, 100)).isEqualTo(3);
    assertThat(at(schedule, 200)).as("after the plan's end").isEqualTo(3);
  }

  @Test
  @DisplayName("can be half a cosine")
  void cosine() {
    Schedule schedule = Schedule.cosine(2, 0);
    assertThat(at(schedule, 0)).isEqualTo(2);
    assertThat(at(schedule, 25)).isCloseTo(1 + Math.sqrt(0.5), within(1e-12));
    assertThat(at(schedule, 50)).isCloseTo(1, within(1e-12));
    assertThat(at(schedule, 100)).isCloseTo(0, within(1e-12));
  }

  @Test
  @DisplayName("can be warmed up in equal steps")
  void warmup() {
    Schedule schedule = Schedule.constant(8).warmup(4);
    assertThat(at(schedule, 0)).isEqualTo(2);
    assertThat(at(schedule, 2)).isEqualTo(6);
    assertThat(at(schedule, 3)).isEqualTo(8);
    assertThat(at(schedule, 50)).isEqualTo(8);
  }

  @Test
  @DisplayName("of no planned steps is at its beginning or end, never undefined")
  void noSteps() {
    assertThat(new Progress(0, 0).fraction()).isZero();
    assertThat(new Progress(3, 0).fraction()).isEqualTo(1);
  }

  @Test
  @DisplayName("refuses values that are not finite")
  void finite() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedule.constant(Double.NaN))
        .withMessage(
            "Schedule with the value NaN, expected a finite number.\n"
                + "Maybe a division by zero came before it.");
    assertThatIllegalArgumentException().isThrownBy(() -> Schedule.linear(0, 1.0 / 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Schedule.cosine(-1.0 / 0, 0));
  }

  @Test
  @DisplayName("refuses a warm-up of no steps")
  void noWarmup() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedule.constant(1).warmup(0))
        .withMessage("Warm-up over 0 steps, expected at least 1.\nMaybe leave it out.");
  }
}
