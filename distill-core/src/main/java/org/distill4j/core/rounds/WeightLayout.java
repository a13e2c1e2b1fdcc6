package org.distill4j.core.rounds;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Weights;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.LearnerSpec;

/** The layout of a training's weights in one array of all values. */
final class WeightLayout {
  private final Map<String, Shape> shapes;
  private final Set<String> trained;
  private final int size;

  private WeightLayout(Map<String, Shape> shapes, Set<String> trained) {
    this.shapes = Collections.unmodifiableMap(shapes);
    this.trained = trained;
    this.size = Math.toIntExact(shapes.values().stream().mapToLong(Shape::size).sum());
  }

  static WeightLayout of(LearnerSpec spec) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    spec.weights().asMap().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    List<ParameterSpec> trained = spec.groups().trained(spec.declared().parameters());
    return new WeightLayout(
        shapes, new HashSet<>(trained.stream().map(ParameterSpec::name).toList()));
  }

  /** One array of the layout, at the indexes [from, to). */
  record Part(String name, Shape shape, boolean isTrained, int from, int to) {}

  /** Visits each array in turn. */
  interface Visitor {
    void visit(Part part);
  }

  void forEach(Visitor visitor) {
    int from = 0;
    for (Map.Entry<String, Shape> entry : shapes.entrySet()) {
      int to = from + (int) entry.getValue().size();
      boolean isTrained = trained.contains(entry.getKey());
      visitor.visit(new Part(entry.getKey(), entry.getValue(), isTrained, from, to));
      from = to;
    }
  }

  int size() {
    return size;
  }

  float[] flat(Weights weights) {
    float[] all = new float[size];
    forEach(
        part -> weights.get(part.name()).floats().get(all, part.from(), part.to() - part.from()));
    return all;
  }

  Weights weights(float[] all) {
    requireSize(all);
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    forEach(part -> tensors.put(part.name(), tensor(all, part)));
    return Weights.of(tensors);
  }

  static HostTensor tensor(float[] all, Part part) {
    HostTensor tensor = HostTensor.allocate(DType.FLOAT32, part.shape());
    tensor.floats().put(all, part.from(), part.to() - part.from());
    return tensor;
  }

  /** Returns the Euclidean distance of the trained values. */
  double distance(float[] before, float[] after) {
    double[] sum = new double[1];
    forEach(
        part -> {
          for (int i = part.from(); part.isTrained() && i < part.to(); i++) {
            double difference = (double) after[i] - before[i];
            sum[0] += difference * difference;
          }
        });
    return Math.sqrt(sum[0]);
  }

  /** Returns the first array that holds a value that is not a finite number. */
  Optional<String> firstNonFinite(float[] all) {
    List<String> found = new ArrayList<>();
    forEach(
        part -> {
          for (int i = part.from(); found.isEmpty() && i < part.to(); i++) {
            if (!Float.isFinite(all[i])) {
              found.add(part.name());
            }
          }
        });
    return found.stream().findFirst();
  }

  private void requireSize(float[] all) {
    if (all.length != size) {
      throw new IllegalArgumentException(
          all.length
              + " values were given for weights "
              + shapes
              + ", expected "
              + size
              + ".\nMaybe they are another student's.");
    }
  }
}
