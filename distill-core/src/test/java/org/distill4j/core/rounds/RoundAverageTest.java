package org.distill4j.core.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.distill4j.train.LossValues;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The average of a round")
class RoundAverageTest {
  private static LocalResult result(int worker, long examples, double loss, float... values) {
    return new LocalResult(
        worker,
        values,
        examples,
        new LossValues(Map.of("total", loss)),
        Duration.ofMillis(10L + worker));
  }

  @Test
  @DisplayName("is weighted by examples, and tells the slowest worker's time")
  void weighted() {
    RoundAverage average =
        RoundAverage.compute(List.of(result(1, 30, 2, 4, -4), result(0, 10, 6, 8, 0)));
    assertThat(average.values()).containsExactly(5, -3);
    assertThat(average.examples()).isEqualTo(40);
    assertThat(average.loss().total()).isEqualTo(3);
    assertThat(average.longest()).isEqualTo(Duration.ofMillis(11));
  }

  @Test
  @DisplayName("is the same bits in whatever order the results come")
  void order() {
    Random random = new Random(1);
    List<LocalResult> results = new ArrayList<>();
    for (int worker = 0; worker < 9; worker++) {
      float[] values = new float[1000];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6));
      }
      results.add(result(worker, 50 + worker, random.nextDouble(), values));
    }
    RoundAverage first = RoundAverage.compute(results);
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(results, random);
      RoundAverage again = RoundAverage.compute(results);
      assertThat(again.values()).isEqualTo(first.values());
      assertThat(again.loss()).isEqualTo(first.loss());
    }
  }

  @Test
  @DisplayName("takes one result of each worker")
  void once() {
    List<LocalResult> twice = List.of(result(1, 1, 0, 0), result(1, 1, 0, 0));
    assertThatThrownBy(() -> RoundAverage.compute(twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Worker 1 gave two results in a round, expected one.\n"
                + "Maybe a result that came late was counted too.");
    assertThatThrownBy(() -> RoundAverage.compute(List.of()))
        .hasMessageContaining("A round gave no results");
  }

  @Test
  @DisplayName("moves the weights by Nesterov's momentum, whose velocity is in doubles")
  void outer() {
    OuterStep step = new OuterStep(0.5, 0.5);
    float[] weights = {10, 1};
    double[] velocity = new double[2];
    step.apply(weights, new float[] {2, 9}, velocity, 0, 1);
    // v = 2, w = 10 − 0.5 · (2 + 0.5 · 2)
    assertThat(weights).containsExactly(8.5f, 1);
    step.apply(weights, new float[] {1, 9}, velocity, 0, 1);
    // v = 0.5 · 2 + 1 = 2, w = 8.5 − 0.5 · (1 + 0.5 · 2)
    assertThat(weights).containsExactly(7.5f, 1);
    assertThat(velocity).containsExactly(2, 0);
  }

  @Test
  @DisplayName("refuses an outer step that is none")
  void ranges() {
    assertThatThrownBy(() -> new OuterStep(0, 0.9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "An outer step of rate 0.0 and momentum 0.9, expected a rate above 0");
    assertThatThrownBy(() -> new OuterStep(0.7, 1)).hasMessageContaining("momentum 1.0");
    assertThat(OuterStep.standard()).isEqualTo(new OuterStep(0.7, 0.9));
  }
}
