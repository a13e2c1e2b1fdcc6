package org.distill4j.core.layer;

import java.util.Map;
import java.util.Optional;
import org.distill4j.core.function.AttentionMask;
import org.distill4j.core.function.ScaledDotProductAttention;
import org.distill4j.core.init.Initializers;
import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Self-attention with several heads (Vaswani et al. 2017) on (batch, length, width), to the same
 * shape. A dense layer "input" makes query, key and value of each position, laid end to end: q, k,
 * v = x·W + b with W (width, 3·width); each head h takes its width / heads columns of each; then
 *
 * <pre>
 * yₕ = dropout(softmax(qₕ·kₕᵀ / √(width / heads) + biasₕ + mask)) · vₕ
 * </pre>
 *
 * and a dense layer "output" (width, width) joins the heads' results. Initial weights are
 * PyTorch's: "input" Xavier-uniform, both biases zero.
 *
 * @param width the length of the last axis, a multiple of the heads
 * @param heads the number of heads, at least 1
 * @param mask which positions each position attends to
 * @param padding the name of the input that masks padding, (batch, length), 0 at positions that are
 *     not attended to; empty if there is none
 * @param bias the path of an intermediate value of the model that is added to the scores, (heads,
 *     length, length) or with the batch in front; empty if there is none
 * @param dropout the rate of dropout on the attention, in [0, 1)
 */
public record MultiHeadAttention(
    int width,
    int heads,
    AttentionMask mask,
    Optional<String> padding,
    Optional<String> bias,
    double dropout)
    implements Layer {
  private static final String PROBABILITIES = "probabilities";

  /**
   * Checks the numbers.
   *
   * @param width the length of the last axis
   * @param heads the number of heads
   * @param mask which positions each position attends to
   * @param padding the name of the input that masks padding
   * @param bias the path of what is added to the scores
   * @param dropout the rate of dropout
   * @throws IllegalArgumentException if a number is out of range, or the heads do not divide the
   *     width
   */
  public MultiHeadAttention {
    Requirements.atLeastOne("width of an attention", width);
    Requirements.atLeastOne("number of heads of an attention", heads);
    Requirements.divides("number of heads", heads, "width of an attention", width);
    Requirements.rate("dropout rate of an attention", dropout);
  }

  /**
   * Attention of every position to every position, without dropout.
   *
   * @param width the length of the last axis
   * @param heads the number of heads
   * @return the layer
   * @throws IllegalArgumentException if a number is below 1, or the heads do not divide the width
   */
  public static MultiHeadAttention of(int width, int heads) {
    return new MultiHeadAttention(
        width, heads, AttentionMask.NONE, Optional.empty(), Optional.empty(), 0);
  }

  /** {@return this attention, of each position to itself and the positions before it} */
  public MultiHeadAttention causal() {
    return new MultiHeadAttention(width, heads, AttentionMask.CAUSAL, padding, bias, dropout);
  }

  /**
   * This attention without padded positions.
   *
   * @param mask the name of the model's input that masks them, (batch, length): 0 at positions that
   *     are not attended to, as "attention_mask" is
   * @return the changed layer
   */
  public MultiHeadAttention withPadding(String mask) {
    return new MultiHeadAttention(width, heads, this.mask, Optional.of(mask), bias, dropout);
  }

  /**
   * This attention with a bias of its scores, of relative positions say (Shaw et al. 2018).
   *
   * @param path the path of an intermediate value of the model, (heads, length, length) or with the
   *     batch in front, which is recorded before
   * @return the changed layer
   */
  public MultiHeadAttention withBias(String path) {
    return new MultiHeadAttention(width, heads, mask, padding, Optional.of(path), dropout);
  }

  /**
   * This attention with dropout.
   *
   * @param rate the probability with which a position is not attended to, in [0, 1)
   * @return the changed layer
   */
  public MultiHeadAttention withDropout(double rate) {
    return new MultiHeadAttention(width, heads, mask, padding, bias, rate);
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    requireSequence(input.shape());
    Dense first = Dense.of(width, 3 * width).withWeight(Initializers.xavierUniform());
    Dense last = Dense.of(width, width).withBias(Initializers.zeros());
    Tensor joint = scope.run("input", first.withBias(Initializers.zeros()), input);
    Tensor attended = attended(scope, head(joint, 0), head(joint, 1), head(joint, 2));
    Tensor endToEnd = attended.transpose(0, 2, 1, 3).reshape(input.shape().dims());
    return scope.run("output", last, endToEnd);
  }

  /** Dropout, padding or a bias leave no attention that engines take whole. */
  private Tensor attended(Scope scope, Tensor query, Tensor key, Tensor value) {
    double scale = 1 / Math.sqrt((double) width / heads);
    Dropout layer = Dropout.of(dropout);
    if (layer.isIdle(scope.mode()) && padding.isEmpty() && bias.isEmpty()) {
      var attention = ScaledDotProductAttention.of(query, key, value, scale, mask);
      scope.run("dropout", layer, scope.tap(PROBABILITIES, attention.probabilities()));
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
    return scope.run("dropout", layer, scope.tap(PROBABILITIES, probabilities)).matmul(value);
  }

  private static Tensor padding(Shape key, Tensor given) {
    int batch = key.dim(0);
    int length = key.dim(2);
    Requirements.input(
        "The mask of a MultiHeadAttention",
        given.shape(),
        given.shape().equals(Shape.of(batch, length)),
        "(" + batch + ", " + length + ")");
    return given;
  }

  private static Tensor bias(String path, Map<String, Tensor> taps) {
    Tensor bias = taps.get(path);
    if (bias == null) {
      throw new IllegalArgumentException(
          "The model has no intermediate value \""
              + path
              + "\" to add to the scores of an attention, expected one of "
              + taps.keySet()
              + ".\nMaybe it is recorded after the attention.");
    }
    return bias;
  }

  /** (batch, heads, length, width / heads) of the queries, keys or values. */
  private Tensor head(Tensor joint, int which) {
    Shape shape = joint.shape();
    return joint
        .slice(-1, which * width, (which + 1) * width)
        .reshape(shape.dim(0), shape.dim(1), heads, width / heads)
        .transpose(0, 2, 1, 3);
  }

  private void requireSequence(Shape given) {
    Requirements.input(
        "MultiHeadAttention",
        given,
        given.rank() == 3 && given.dim(2) == width,
        "(batch, length, " + width + ")");
  }
}
