package org.distill4j.core.engine;

import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.distill4j.model.EngineNetwork;
import org.distill4j.model.InputNames;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** A network that no engine of ours runs: y = x·W in plain Java, with a count of its runs. */
final class LinearNetwork implements EngineNetwork {
  static final String WEIGHT = "layer.weight";
  static final String RUNS = "runs";

  private final HostTensor runs = HostTensor.allocate(DType.FLOAT32, Shape.of(1));
  private final TensorSpec output;
  private HostTensor weight;

  LinearNetwork(HostTensor weight) {
    this(weight, TensorSpec.floats(weight.shape().dim(1)));
  }

  LinearNetwork(HostTensor weight, TensorSpec output) {
    this.weight = weight;
    this.output = output;
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return Map.of("input", TensorSpec.floats(weight.shape().dim(0)));
  }

  @Override
  public Map<String, TensorSpec> outputs() {
    return Map.of("logits", output);
  }

  @Override
  public Weights weights() {
    return Weights.of(Map.of(WEIGHT, weight, RUNS, runs.copy()));
  }

  @Override
  public Set<String> trained() {
    return Set.of(WEIGHT);
  }

  @Override
  public void set(Weights weights) {
    weight = weights.get(WEIGHT);
  }

  @Override
  public Predictions predict(Map<String, HostTensor> inputs) {
    return Predictions.logits(product(InputNames.only(inputs), weight, 0));
  }

  /** The gradient in W is xᵀ·gradient. */
  @Override
  public Weights gradients(Map<String, HostTensor> inputs, UnaryOperator<Predictions> inOutputs) {
    runs.floats().put(0, runs.floats().get(0) + 1);
    HostTensor gradient = inOutputs.apply(predict(inputs)).logits();
    return Weights.of(Map.of(WEIGHT, product(InputNames.only(inputs), gradient, 1)));
  }

  /** The product of two matrices, the first transposed if its summed axis is 0. */
  private static HostTensor product(HostTensor a, HostTensor b, int kept) {
    int rows = a.shape().dim(kept);
    int columns = b.shape().dim(1);
    HostTensor result = HostTensor.allocate(DType.FLOAT32, Shape.of(rows, columns));
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        for (int k = 0; k < b.shape().dim(0); k++) {
          int place = kept == 0 ? i * a.shape().dim(1) + k : k * a.shape().dim(1) + i;
          sum += (double) a.floats().get(place) * b.floats().get(k * columns + j);
        }
        result.floats().put(i * columns + j, (float) sum);
      }
    }
    return result;
  }

  @Override
  public void close() {}
}
