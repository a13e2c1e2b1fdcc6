package org.distill4j.core.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.model.Initializer;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A model whose outputs are fed: each example's input is all outputs side by side. Zeros are added
 * to them that count as a parameter, so that the gradient in that parameter is the gradient in the
 * outputs.
 *
 * @param outputs the outputs
 * @param rows the largest batch
 */
record LossHead(OutputRows outputs, int rows) implements Model {
  static final String ZEROS = "zeros";

  @Override
  public Shape inputShape() {
    return Shape.of(outputs.width());
  }

  @Override
  public Outputs forward(Scope scope, Tensor input) {
    int batch = input.shape().dim(0);
    Tensor zeros = scope.parameter(ZEROS, Shape.of(rows, outputs.width()), Initializer.constant(0));
    Tensor all = input.add(batch < rows ? zeros.slice(0, 0, batch) : zeros);
    Map<String, Tensor> parts = new LinkedHashMap<>();
    int from = 0;
    for (Map.Entry<String, TensorSpec> output : outputs.outputs().entrySet()) {
      Shape shape = output.getValue().shape();
      int to = from + Math.toIntExact(shape.size());
      Tensor part = all.slice(1, from, to).reshape(shape.prepend(batch).dims());
      parts.put(output.getKey(), scope.tap(output.getKey(), part));
      from = to;
    }
    return Outputs.of(parts);
  }
}
