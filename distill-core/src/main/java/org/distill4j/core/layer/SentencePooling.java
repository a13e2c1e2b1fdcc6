package org.distill4j.core.layer;

import java.util.Optional;
import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Tensor;

/**
 * Pools the hidden states of a text's tokens to one vector, from (batch, length, width) to (batch,
 * width), as sentence encoders do (Reimers and Gurevych 2019): the mean over the tokens, or the
 * first token's state, divided by its length unless that is kept.
 *
 * @param positions which positions count
 * @param mask the name of the model's input that is 1 at tokens and 0 at padding; empty if there is
 *     no padding, or the first position alone counts
 * @param length what becomes of the vectors' lengths
 */
public record SentencePooling(Positions positions, Optional<String> mask, Length length)
    implements Layer {
  /** The positions that count. */
  public enum Positions {
    /** The mean of all tokens. */
    MEAN,
    /** The first, that of [CLS]. */
    FIRST
  }

  /** The treatment of the vectors' lengths. */
  public enum Length {
    /** Vectors are divided by their length, so that products of two are cosines. */
    ONE,
    /** Vectors stay as they are. */
    KEPT
  }

  /**
   * Returns the mean over the tokens, of length 1.
   *
   * @param mask the name of the input that masks, for example "attention_mask"
   * @return the layer
   */
  public static SentencePooling mean(String mask) {
    return new SentencePooling(Positions.MEAN, Optional.of(mask), Length.ONE);
  }

  /** {@return the first token's state, of length 1} */
  public static SentencePooling first() {
    return new SentencePooling(Positions.FIRST, Optional.empty(), Length.ONE);
  }

  /** {@return this pooling without a division by the length} */
  public SentencePooling keepingLength() {
    return new SentencePooling(positions, mask, Length.KEPT);
  }

  @Override
  public Tensor forward(Scope scope, Tensor states) {
    Layer pool = positions == Positions.MEAN ? new MeanPool(mask) : new FirstPosition();
    Tensor pooled = scope.run("pool", pool, states);
    return length == Length.ONE ? scope.run("norm", new L2Norm(), pooled) : pooled;
  }
}
