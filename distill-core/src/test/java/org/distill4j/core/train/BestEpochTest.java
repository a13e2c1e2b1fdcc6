package org.distill4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.distill4j.core.metric.Metrics;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.EpochReport;
import org.distill4j.train.LossValues;
import org.distill4j.train.Metric;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The best epoch is")
class BestEpochTest {
  private static Weights weights(int epoch) {
    return Weights.of(Map.of("w", HostTensor.ofFloats(Shape.of(1), epoch)));
  }

  private static int best(Metric metric, double... values) {
    BestEpoch best = new BestEpoch(List.of(metric));
    for (int epoch = 1; epoch <= values.length; epoch++) {
      Map<String, Double> measured = Map.of(metric.name(), values[epoch - 1]);
      LossValues loss = new LossValues(Map.of("total", 1.0));
      best.offer(new EpochReport(epoch, loss, measured, Duration.ZERO), weights(epoch));
    }
    assertThat(best.weights()).isEqualTo(weights(best.epoch()));
    return best.epoch();
  }

  @Test
  @DisplayName("that of the largest value of a metric to be made large, the first of equal ones")
  void largest() {
    assertThat(best(Metrics.accuracy(), 0.5, 0.7, 0.7, 0.6)).isEqualTo(2);
  }

  @Test
  @DisplayName("that of the smallest value of a metric to be made small, the first of equal ones")
  void smallest() {
    assertThat(best(Metrics.crossEntropy(), 0.7, 0.5, 0.5, 0.6)).isEqualTo(2);
  }

  @Test
  @DisplayName("any rather than one whose value is NaN, and the first if all are")
  void notDefined() {
    double nan = Double.NaN;
    assertThat(best(Metrics.accuracy(), nan, 0.1, nan)).isEqualTo(2);
    assertThat(best(Metrics.accuracy(), nan, nan)).isEqualTo(1);
  }
}
