package org.distill4j.core.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.model.Inputs;
import org.distill4j.model.Layer;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A trunk layer, and named heads that each compute an output from the trunk's. The trunk is given
 * the first input; layers ask the scope for the others. The trunk's parts keep their own names as
 * paths; those of a head begin with its name.
 */
final class LayerModel implements Model {
  private final Map<String, TensorSpec> inputs;
  private final Layer trunk;
  private final Map<String, Layer> heads;

  LayerModel(ModelInputs inputs, Layer trunk, Map<String, Layer> heads) {
    this.inputs = inputs.specs();
    this.trunk = trunk;
    this.heads = Collections.unmodifiableMap(new LinkedHashMap<>(heads));
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return inputs;
  }

  @Override
  public Outputs forward(Scope scope, Inputs given) {
    Tensor first = given.get(inputs.keySet().iterator().next());
    Tensor features = trunk.forward(scope, first);
    if (heads.isEmpty()) {
      return Outputs.logits(features);
    }
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    heads.forEach((name, head) -> outputs.put(name, scope.run(name, head, features)));
    return Outputs.of(outputs);
  }

  @Override
  public String toString() {
    String given = inputs.size() == 1 ? inputs.values().iterator().next() + "" : inputs + "";
    return "Model of " + given + " by " + trunk + (heads.isEmpty() ? "" : ", heads " + heads);
  }
}
