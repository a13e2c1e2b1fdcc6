package org.distill4j.core.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.model.Layer;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.model.SingleInputModel;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A layer, the trunk, and named heads that each make an output of what the trunk gives. The trunk's
 * parts keep their own names as paths; those of a head begin with its name.
 */
final class LayerModel implements SingleInputModel {
  private final TensorSpec input;
  private final Layer trunk;
  private final Map<String, Layer> heads;

  LayerModel(TensorSpec input, Layer trunk, Map<String, Layer> heads) {
    this.input = input;
    this.trunk = trunk;
    this.heads = Collections.unmodifiableMap(new LinkedHashMap<>(heads));
  }

  @Override
  public Shape inputShape() {
    return input.shape();
  }

  @Override
  public DType inputType() {
    return input.type();
  }

  @Override
  public Outputs forward(Scope scope, Tensor batch) {
    Tensor features = trunk.forward(scope, batch);
    if (heads.isEmpty()) {
      return Outputs.logits(features);
    }
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    heads.forEach((name, head) -> outputs.put(name, scope.run(name, head, features)));
    return Outputs.of(outputs);
  }

  @Override
  public String toString() {
    return "Model of " + input + " by " + trunk + (heads.isEmpty() ? "" : ", heads " + heads);
  }
}
