package org.distill4j.core.run;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.model.Weights;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;

/** Gradients of several micro-batches, added up on the host. */
final class GradientSum {
  private final Map<String, HostTensor> sums = new LinkedHashMap<>();

  void add(Weights gradients) {
    gradients.asMap().forEach((name, gradient) -> sums.merge(name, gradient, GradientSum::sum));
  }

  private static HostTensor sum(HostTensor before, HostTensor more) {
    HostTensor sum = HostTensor.allocate(DType.FLOAT32, before.shape());
    FloatBuffer values = sum.floats();
    FloatBuffer left = before.floats();
    FloatBuffer right = more.floats();
    for (int i = 0; i < sum.size(); i++) {
      values.put(i, left.get(i) + right.get(i));
    }
    return sum;
  }

  HostTensor get(String name) {
    return Weights.of(sums).get(name);
  }
}
