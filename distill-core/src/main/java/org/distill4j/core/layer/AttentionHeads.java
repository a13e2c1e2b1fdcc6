package org.distill4j.core.layer;

import java.util.Map;
import java.util.Optional;
import org.distill4j.core.function.AttentionMask;
import org.distill4j.core.function.ScaledDotProductAttention;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * The computation of an attention's heads from queries, keys and values.
 *
 * @param layer whose they are, for messages
 * @param mask which positions each position attends to
 * @param padding the name of the input that masks keys and values, (batch, positions)
 * @param bias the path of an intermediate value that is added to the scores
 * @param dropout the rate of dropout on the attention
 */
record AttentionHeads(
    String layer,
    AttentionMask mask,
    Optional<String> padding,
    Optional<String> bias,
    double dropout) {
  /**
   * Returns some columns of (batch, length, width) as (batch, heads, length, columns of a head).
   */
  static Tensor split(Tensor joint, int from, int to, int heads) {
    Shape shape = joint.shape();
    return joint
        .slice(-1, from, to)
        .reshape(shape.dim(0), shape.dim(1), heads, (to - from) / heads)
        .transpose(0, 2, 1, 3);
  }

  /**
   * Returns the heads' results joined end to end, (batch, length, width), from (batch, heads,
   * length, …).
   */
  Tensor attended(Scope scope, Tensor query, Tensor key, Tensor value) {
    scope.tap(MultiHeadAttention.QUERIES, query);
    scope.tap(MultiHeadAttention.KEYS, key);
    scope.tap(MultiHeadAttention.VALUES, value);
    Shape shape = query.shape();
    double scale = 1 / Math.sqrt(shape.dim(3));
    scope.tap(MultiHeadAttention.SCORES, ScaledDotProductAttention.scores(query, key, scale));
    return output(scope, query, key, value, scale)
        .transpose(0, 2, 1, 3)
        .reshape(shape.dim(0), shape.dim(2), shape.dim(1) * shape.dim(3));
  }

  /** Dropout, padding or a bias leave no attention that engines take whole. */
  private Tensor output(Scope scope, Tensor query, Tensor key, Tensor value, double scale) {
    Dropout drop = Dropout.of(dropout);
    if (drop.isIdle(scope.mode()) && padding.isEmpty() && bias.isEmpty()) {
      var attention = ScaledDotProductAttention.of(query, key, value, scale, mask);
      scope.run(
          "dropout", drop, scope.tap(MultiHeadAttention.PROBABILITIES, attention.probabilities()));
      return attention.output();
    }
    Tensor probabilities =
        ScaledDotProductAttention.probabilities(
            query,
            key,
            scale,
            mask,
            padding.map(name -> padding(key.shape(), scope.input(name))),
            bias.map(path -> bias(path, scope.taps())));
    return scope
        .run("dropout", drop, scope.tap(MultiHeadAttention.PROBABILITIES, probabilities))
        .matmul(value);
  }

  private Tensor padding(Shape key, Tensor given) {
    LayerChecks.mask(layer, given.shape(), key.dim(0), key.dim(2));
    return given;
  }

  private Tensor bias(String path, Map<String, Tensor> taps) {
    Tensor found = taps.get(path);
    if (found == null) {
      throw new IllegalArgumentException(
          "The model has no intermediate value \""
              + path
              + "\" to add to the scores of a "
              + layer
              + ", expected one of "
              + taps.keySet()
              + ".\nMaybe it is recorded after the attention.");
    }
    return found;
  }
}
