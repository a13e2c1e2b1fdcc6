package org.distill4j.text;

import org.distill4j.core.layer.Dropout;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.LayerNorm;
import org.distill4j.core.layer.LearnedPositions;
import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Ids (batch, length) to hidden states (batch, length, width): vectors of words, positions and
 * types, added up and normalised.
 *
 * @param encoder the encoder that they are of
 */
record Embeddings(Encoder encoder) implements Layer {
  @Override
  public Tensor forward(Scope scope, Tensor ids) {
    requireLength(ids.shape().dim(1));
    int width = encoder.width();
    Tensor words = scope.run("words", table(encoder.vocabulary()), ids);
    Tensor sum = positioned(scope, ids, words);
    if (encoder.hasTypes()) {
      Tensor types = scope.input(HuggingFaceFolder.TOKEN_TYPES);
      sum = sum.add(scope.run("types", table(encoder.types()), types));
    } else if (encoder.types() == 1) {
      Shape shape = Shape.of(1, width);
      sum = sum.add(scope.child("types").parameter("weight", shape, Encoder.FIRST));
    }
    LayerNorm norm = LayerNorm.of(width).withEpsilon(encoder.epsilon());
    Tensor normed = scope.run("norm", norm, sum);
    return scope.run("dropout", Dropout.of(encoder.dropout()), normed);
  }

  private Embedding table(int rows) {
    return Embedding.of(rows, encoder.width()).withWeight(Encoder.FIRST);
  }

  private Tensor positioned(Scope scope, Tensor ids, Tensor words) {
    int rows = encoder.positions();
    int width = encoder.width();
    return encoder.family().countsTokens()
        ? words.add(
            scope.run("positions", new CountedPositions(rows, width, encoder.padding()), ids))
        : scope.run("positions", LearnedPositions.of(rows, width), words);
  }

  private void requireLength(int length) {
    int longest = encoder.longest();
    if (length > longest) {
      throw new IllegalArgumentException(
          "A text has "
              + length
              + " tokens, expected at most "
              + longest
              + ", for which the encoder has positions.\nMaybe cut texts before they are batched.");
    }
  }
}
