package org.distill4j.onnx;

import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.TransformerBlock;
import org.distill4j.model.Inputs;
import org.distill4j.model.Layer;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A text model of ids and their mask: "tags" for each token, "logits" from the mean of those that
 * the mask does not hide.
 */
record MaskedModel(Layer block) implements Model {
  static final int IDS = 10;
  private static final int WIDTH = 8;

  static MaskedModel of() {
    return new MaskedModel(TransformerBlock.of(WIDTH, 2));
  }

  static MaskedModel causal() {
    return new MaskedModel(TransformerBlock.of(WIDTH, 2).causal());
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    Map<String, TensorSpec> inputs = new LinkedHashMap<>();
    inputs.put("ids", TensorSpec.freeInts("length"));
    inputs.put("mask", TensorSpec.freeInts("length"));
    return inputs;
  }

  @Override
  public Outputs forward(Scope scope, Inputs inputs) {
    Tensor vectors = scope.run("embedding", Embedding.of(IDS, WIDTH), inputs.get("ids"));
    Tensor hidden = scope.run("block", block, vectors);
    Tensor mask = inputs.get("mask").toFloat().expandDims(2);
    Tensor mean = hidden.mul(mask).sum(1).div(mask.sum(1));
    return Outputs.logits(scope.run("head", Dense.of(WIDTH, 3), mean))
        .with("tags", scope.run("tagger", Dense.of(WIDTH, 4), hidden));
  }
}
