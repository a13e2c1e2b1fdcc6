package org.distill4j.core.layer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.distill4j.core.model.Models;
import org.distill4j.core.summary.ModelSummary;
import org.distill4j.model.Layer;
import org.distill4j.model.Model;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Many layers")
class ManyLayersTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static Model model(int count) {
    Layer[] layers = new Layer[count];
    for (int i = 0; i < count; i++) {
      layers[i] = i % 2 == 0 ? Dense.of(2, 2) : Activation.RELU;
    }
    return Models.of(Shape.of(2), Sequential.of(layers));
  }

  /** The bytes that it takes to make layers and to list them. */
  private static long bytesFor(int count) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    assertThat(ModelSummary.summarize(model(count)).parameters()).isEqualTo(6L * (count / 2));
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  @DisplayName("are made, recorded and counted in proportion to their number")
  void linear() {
    bytesFor(100);
    long few = bytesFor(2000);
    long many = bytesFor(10_000);

    assertThat((double) many / few).isLessThan(7);
  }

  @Test
  @DisplayName("may begin with the same ones, and continue with others")
  void shared() {
    Dense dense = Dense.of(2, 2);
    Dense other = Dense.of(2, 3);
    Sequential first = Sequential.of(dense);
    Sequential left = first.then(Activation.RELU).then(other);
    Sequential right = first.then(other);

    assertThat(first.layers()).containsOnlyKeys("dense1");
    assertThat(left.layers()).containsOnlyKeys("dense1", "relu1", "dense2");
    assertThat(right.layers()).isEqualTo(Map.of("dense1", dense, "dense2", other));
    assertThat(first.then(Activation.RELU).then(other)).isEqualTo(left);
  }
}
