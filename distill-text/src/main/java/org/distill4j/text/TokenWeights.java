package org.distill4j.text;

import java.util.Arrays;
import java.util.Collection;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.data.Dataset;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/** How much each token of a vocabulary counts in a mean. */
final class TokenWeights {
  /** The frequency at which a token counts half, as Arora et al. have it. */
  private static final double SMOOTHING = 1e-3;

  private TokenWeights() {}

  /**
   * Smooth inverse frequencies (Arora et al. 2017): a / (a + p) with a = 1e-3 for a token that is
   * the share p of the texts, and 0 for special tokens.
   */
  static HostTensor of(Dataset texts, int vocabulary, Collection<Integer> special) {
    long[] counts = new long[vocabulary];
    for (int i = 0; i < texts.size(); i++) {
      for (int id : texts.batch(i).input(TokenSequences.IDS).toIntArray()) {
        counts[require(id, vocabulary)]++;
      }
    }
    special.forEach(id -> counts[id] = 0);
    double all = Math.max(1, Arrays.stream(counts).sum());
    float[] weights = new float[vocabulary];
    for (int id = 0; id < vocabulary; id++) {
      weights[id] = (float) (SMOOTHING / (SMOOTHING + counts[id] / all));
    }
    special.forEach(id -> weights[id] = 0);
    return HostTensor.ofFloats(Shape.of(vocabulary, 1), weights);
  }

  private static int require(int id, int vocabulary) {
    if (id < 0 || id >= vocabulary) {
      throw new IllegalArgumentException(
          "The texts have the id "
              + id
              + ", expected ids below "
              + vocabulary
              + ", which the tokenizer has.\nMaybe they were tokenized for another model.");
    }
    return id;
  }
}
