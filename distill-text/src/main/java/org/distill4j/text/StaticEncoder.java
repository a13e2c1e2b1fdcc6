package org.distill4j.text;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.L2Norm;
import org.distill4j.core.layer.MeanPool;
import org.distill4j.model.Inputs;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * The mean of a text's rows of a table, of length 1.
 *
 * @param vocabulary the number of rows
 * @param width their width
 * @param outputs the width to which the mean is projected; empty if it stays as it is
 */
record StaticEncoder(int vocabulary, int width, OptionalInt outputs) implements Model {
  /** The path of the table. */
  static final String TABLE = "words.weight";

  /** The path of the projection. */
  static final String PROJECTION = "projection.weight";

  @Override
  public Map<String, TensorSpec> inputs() {
    Map<String, TensorSpec> inputs = new LinkedHashMap<>();
    TensorSpec tokens = TensorSpec.freeInts(TokenSequences.LENGTH);
    inputs.put(TokenSequences.IDS, tokens);
    inputs.put(TokenSequences.MASK, tokens);
    return inputs;
  }

  @Override
  public Outputs forward(Scope scope, Inputs inputs) {
    Tensor ids = inputs.get(TokenSequences.IDS);
    Tensor rows = scope.run("words", Embedding.of(vocabulary, width), ids);
    Tensor text = scope.run("pool", MeanPool.masked(TokenSequences.MASK), rows);
    if (outputs.isPresent()) {
      text = scope.run("projection", Dense.of(width, outputs.getAsInt()).withoutBias(), text);
    }
    return Outputs.of(HuggingFaceFolder.EMBEDDING, scope.run("norm", new L2Norm(), text));
  }
}
