package org.distill4j.core.engine;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.model.Weights;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/** The gradients of the parts of a step, added up. */
final class GradientSum {
  private final Map<String, HostTensor> sums = new LinkedHashMap<>();

  void add(Weights gradients) {
    gradients.asMap().forEach((name, gradient) -> sums.merge(name, gradient, GradientSum::sum));
  }

  private static HostTensor sum(HostTensor before, HostTensor more) {
    HostTensor sum = HostTensor.allocate(DType.FLOAT32, before.shape());
    FloatBuffer values = sum.floats();
    for (int i = 0; i < sum.size(); i++) {
      values.put(i, before.floats().get(i) + more.floats().get(i));
    }
    return sum;
  }

  /** All gradients side by side in this order, (1, values). */
  HostTensor joined(Iterable<String> names) {
    List<HostTensor> parts = new ArrayList<>();
    int size = 0;
    for (String name : names) {
      HostTensor part = Weights.of(sums).get(name);
      parts.add(part);
      size += part.size();
    }
    HostTensor joined = HostTensor.allocate(DType.FLOAT32, Shape.of(1, size));
    FloatBuffer values = joined.floats();
    int from = 0;
    for (HostTensor part : parts) {
      values.put(from, part.floats(), 0, part.size());
      from += part.size();
    }
    return joined;
  }
}
