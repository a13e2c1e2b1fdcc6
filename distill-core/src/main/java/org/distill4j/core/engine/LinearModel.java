package org.distill4j.core.engine;

import java.util.Map;
import org.distill4j.model.Initializer;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * The product of all weights with the input, which for a single example is its gradient in them.
 *
 * @param weights values of the names and shapes to declare
 */
record LinearModel(Weights weights) implements Model {
  static final String PRODUCT = "product";

  @Override
  public Shape inputShape() {
    return Shape.of(Math.toIntExact(weights.size()));
  }

  @Override
  public Outputs forward(Scope scope, Tensor input) {
    ScopeTree scopes = new ScopeTree(scope);
    Tensor sum = input.mul(0).sum(1);
    int from = 0;
    for (Map.Entry<String, HostTensor> weight : weights.asMap().entrySet()) {
      int size = weight.getValue().size();
      Tensor values = declare(scopes, weight.getKey(), weight.getValue().shape());
      Tensor factors = input.slice(1, from, from + size);
      sum = sum.add(values.reshape(1, size).mul(factors).sum(1));
      from += size;
    }
    return Outputs.of(PRODUCT, sum);
  }

  private static Tensor declare(ScopeTree scopes, String path, Shape shape) {
    return scopes.of(path).parameter(ScopeTree.name(path), shape, Initializer.constant(0));
  }
}
