package org.distill4j.onnx;

import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.LearnedPositions;
import org.distill4j.core.layer.MeanPool;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.layer.TransformerBlock;
import org.distill4j.core.model.ModelInputs;
import org.distill4j.core.model.Models;
import org.distill4j.model.Layer;
import org.distill4j.model.Model;
import org.distill4j.tensor.TensorSpec;

/**
 * Text models of ids and their mask: "tags" for each token, "logits" from the mean of those that
 * the mask does not hide.
 */
final class MaskedModel {
  private static final int IDS = 10;
  private static final int LONGEST = 40;
  private static final int WIDTH = 8;

  private MaskedModel() {}

  static Model of() {
    return of(TransformerBlock.of(WIDTH, 2));
  }

  static Model causal() {
    return of(TransformerBlock.of(WIDTH, 2).causal());
  }

  private static Model of(TransformerBlock block) {
    Map<String, Layer> heads = new LinkedHashMap<>();
    heads.put("logits", Sequential.of(Dense.of(WIDTH, 3)).then("mean", MeanPool.masked("mask")));
    heads.put("tags", Dense.of(WIDTH, 4));
    return Models.heads(
        ModelInputs.of("ids", TensorSpec.freeInts("length"))
            .and("mask", TensorSpec.freeInts("length")),
        Sequential.of(
            Embedding.of(IDS, WIDTH),
            LearnedPositions.of(LONGEST, WIDTH),
            block.withPadding("mask")),
        heads);
  }
}
