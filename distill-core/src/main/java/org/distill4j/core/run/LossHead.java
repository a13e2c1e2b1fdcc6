package org.distill4j.core.run;

import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A model whose outputs are its inputs: a loss recorded with it is a function of outputs that were
 * computed elsewhere.
 *
 * @param outputs the outputs, side by side in the input's rows
 */
record LossHead(OutputRows outputs) implements Model {
  @Override
  public Shape inputShape() {
    return Shape.of(outputs.width());
  }

  @Override
  public Outputs forward(Scope scope, Tensor input) {
    int batch = input.shape().dim(0);
    Map<String, Tensor> parts = new LinkedHashMap<>();
    int from = 0;
    for (Map.Entry<String, TensorSpec> output : outputs.outputs().entrySet()) {
      Shape shape = output.getValue().shape();
      int to = from + Math.toIntExact(shape.size());
      Tensor part = input.slice(1, from, to).reshape(shape.prepend(batch).dims());
      parts.put(output.getKey(), scope.tap(output.getKey(), part));
      from = to;
    }
    return Outputs.of(parts);
  }
}
