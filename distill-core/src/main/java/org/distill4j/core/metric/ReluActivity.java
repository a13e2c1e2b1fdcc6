package org.distill4j.core.metric;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.distill4j.model.Inputs;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A model whose outputs are how active the units of its ReLU layers are: for each example the
 * largest value of a unit at any position, by the layer's path.
 *
 * @param model the model
 */
record ReluActivity(Model model) implements Model {
  /** The name of the only output of a model without ReLU layers. */
  static final String NONE = "none";

  private static final int IMAGES = 4;

  @Override
  public Map<String, TensorSpec> inputs() {
    return model.inputs();
  }

  @Override
  public Outputs forward(Scope scope, Inputs inputs) {
    Outputs outputs = model.forward(scope, inputs);
    Map<String, Tensor> active = new LinkedHashMap<>();
    scope
        .taps()
        .forEach(
            (path, value) -> {
              if (isRelu(value)) {
                active.put(path, perUnit(value));
              }
            });
    return active.isEmpty()
        ? Outputs.of(NONE, outputs.asMap().values().iterator().next())
        : Outputs.of(active);
  }

  private static boolean isRelu(Tensor value) {
    return value.op() instanceof Op.Unary unary
        && unary.kind() == Op.UnaryKind.RELU
        && value.shape().rank() > 1;
  }

  private static Tensor perUnit(Tensor value) {
    int rank = value.shape().rank();
    int units = rank == IMAGES ? 1 : rank - 1;
    int[] others = IntStream.range(1, rank).filter(axis -> axis != units).toArray();
    return others.length == 0 ? value : value.max(others);
  }
}
