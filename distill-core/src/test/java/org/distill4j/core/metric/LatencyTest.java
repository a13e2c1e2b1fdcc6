package org.distill4j.core.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Latency")
class LatencyTest {
  @Test
  @DisplayName("takes the 500th and the 990th of 1,000 times, in microseconds")
  void percentiles() {
    long[] nanos = LongStream.rangeClosed(1, 1000).map(i -> 1000 * (1001 - i)).toArray();

    assertThat(Latency.of(nanos)).isEqualTo(new Latency(500, 990));
    assertThat(nanos[0]).as("the caller's array stays as it was").isEqualTo(1_000_000);
  }

  @Test
  @DisplayName("of one prediction is that prediction's")
  void one() {
    assertThat(Latency.of(1500)).isEqualTo(new Latency(1.5, 1.5));
  }

  @Test
  @DisplayName("is measured on 1,000 predictions after 200")
  void measured() {
    AtomicInteger calls = new AtomicInteger();
    HostTensor inputs = HostTensor.ofFloats(Shape.of(1, 1), 1);
    Predictor model =
        new Predictor() {
          @Override
          public Predictions predict(Map<String, HostTensor> given) {
            calls.incrementAndGet();
            assertThat(given).containsValue(inputs);
            return Predictions.logits(inputs);
          }

          @Override
          public void close() {}
        };

    Latency latency = Latency.measure(model, inputs);

    assertThat(calls).hasValue(1200);
    assertThat(Latency.measure(model, Map.of("ids", inputs, "mask", inputs)).p50Micros())
        .isPositive();
    assertThat(calls).hasValue(2400);
    assertThat(latency.p50Micros()).isPositive().isLessThanOrEqualTo(latency.p99Micros());
  }
}
