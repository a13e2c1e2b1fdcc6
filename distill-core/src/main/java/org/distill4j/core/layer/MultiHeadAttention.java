package org.distill4j.core.layer;

import java.util.Optional;
import org.distill4j.core.function.AttentionMask;
import org.distill4j.core.init.Initializers;
import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
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
 * <p>With fewer heads of keys and values than of queries (Ainslie et al. 2023), W is narrower and
 * neighbouring heads of queries share a key and a value. With rotary positions, queries and keys
 * are turned before they are multiplied.
 *
 * <p>Intermediate values are tapped as {@value #QUERIES}, {@value #KEYS} and {@value #VALUES}
 * (batch, heads, length, width / heads) as they are multiplied, {@value #SCORES} before mask and
 * softmax and {@value #PROBABILITIES} behind, both (batch, heads, length, length).
 *
 * @param width the length of the last axis, a multiple of the heads
 * @param heads the number of heads, at least 1
 * @param keyValueHeads the number of heads of keys and values, a divisor of the heads
 * @param mask which positions each position attends to
 * @param padding the name of the input that masks padding, (batch, length), 0 at positions that are
 *     not attended to; empty if there is none
 * @param bias the path of an intermediate value of the model that is added to the scores, (heads,
 *     length, length) or with the batch in front; empty if there is none
 * @param rotary the positions that turn queries and keys; empty if there are none
 * @param dropout the rate of dropout on the attention, in [0, 1)
 */
public record MultiHeadAttention(
    int width,
    int heads,
    int keyValueHeads,
    AttentionMask mask,
    Optional<String> padding,
    Optional<String> bias,
    Optional<RotaryPositions> rotary,
    double dropout)
    implements Layer {
  /** The name of the tapped queries. */
  public static final String QUERIES = "queries";

  /** The name of the tapped keys. */
  public static final String KEYS = "keys";

  /** The name of the tapped values. */
  public static final String VALUES = "values";

  /** The name of the tapped scores, before bias, mask and softmax. */
  public static final String SCORES = "scores";

  /** The name of the tapped probabilities. */
  public static final String PROBABILITIES = "probabilities";

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is out of range, or the heads do not divide the
   *     width
   */
  public MultiHeadAttention {
    LayerChecks.atLeastOne("width of an attention", width);
    LayerChecks.atLeastOne("number of heads of an attention", heads);
    LayerChecks.divides("number of heads", heads, "width of an attention", width);
    LayerChecks.atLeastOne("number of heads of keys and values", keyValueHeads);
    LayerChecks.divides(
        "number of heads of keys and values",
        keyValueHeads,
        "number of heads of an attention",
        heads);
    LayerChecks.rate("dropout rate of an attention", dropout);
  }

  /**
   * Returns attention of every position to every position, without dropout.
   *
   * @param width the length of the last axis
   * @param heads the number of heads
   * @return the layer
   * @throws IllegalArgumentException if a number is below 1, or the heads do not divide the width
   */
  public static MultiHeadAttention of(int width, int heads) {
    return new MultiHeadAttention(
        width,
        heads,
        heads,
        AttentionMask.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0);
  }

  /** {@return this attention, of each position to itself and the positions before it} */
  public MultiHeadAttention causal() {
    return new MultiHeadAttention(
        width, heads, keyValueHeads, AttentionMask.CAUSAL, padding, bias, rotary, dropout);
  }

  /**
   * Returns this attention without padded positions.
   *
   * @param mask the name of the model's input that masks them, (batch, length): 0 at positions that
   *     are not attended to, as "attention_mask" is
   * @return the changed layer
   */
  public MultiHeadAttention withPadding(String mask) {
    return new MultiHeadAttention(
        width, heads, keyValueHeads, this.mask, Optional.of(mask), bias, rotary, dropout);
  }

  /**
   * Returns this attention with fewer heads of keys and values (Ainslie et al. 2023).
   *
   * @param count their number, a divisor of the heads; 1 for one key and value that all share
   * @return the changed layer
   * @throws IllegalArgumentException if it does not divide the heads
   */
  public MultiHeadAttention withKeyValueHeads(int count) {
    return new MultiHeadAttention(width, heads, count, mask, padding, bias, rotary, dropout);
  }

  /**
   * Returns this attention with queries and keys rotated by their positions.
   *
   * @param positions the positions; a head's width must be even
   * @return the changed layer
   */
  public MultiHeadAttention withRotary(RotaryPositions positions) {
    return new MultiHeadAttention(
        width, heads, keyValueHeads, mask, padding, bias, Optional.of(positions), dropout);
  }

  /**
   * Returns this attention with a bias of its scores, for example of relative positions (Shaw et
   * al. 2018).
   *
   * @param path the path of an intermediate value of the model, (heads, length, length) or with the
   *     batch in front, which is recorded before
   * @return the changed layer
   */
  public MultiHeadAttention withBias(String path) {
    return new MultiHeadAttention(
        width, heads, keyValueHeads, mask, padding, Optional.of(path), rotary, dropout);
  }

  /**
   * This attention with dropout.
   *
   * @param rate the probability with which a position is not attended to, in [0, 1)
   * @return the changed layer
   */
  public MultiHeadAttention withDropout(double rate) {
    return new MultiHeadAttention(width, heads, keyValueHeads, mask, padding, bias, rotary, rate);
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    LayerChecks.input(
        "MultiHeadAttention",
        input.shape(),
        input.shape().rank() == 3 && input.shape().dim(2) == width,
        "(batch, length, " + width + ")");
    int shared = width / heads * keyValueHeads;
    Dense first = Dense.of(width, width + 2 * shared).withWeight(Initializers.xavierUniform());
    Dense last = Dense.of(width, width).withBias(Initializers.zeros());
    Tensor joint = scope.run("input", first.withBias(Initializers.zeros()), input);
    Tensor query = turned(scope, AttentionHeads.split(joint, 0, width, heads));
    Tensor key = turned(scope, AttentionHeads.split(joint, width, width + shared, keyValueHeads));
    Tensor value = AttentionHeads.split(joint, width + shared, width + 2 * shared, keyValueHeads);
    AttentionHeads computed =
        new AttentionHeads("MultiHeadAttention", mask, padding, bias, dropout);
    return scope.run(
        "output", last, computed.attended(scope, query, repeated(key), repeated(value)));
  }

  private Tensor turned(Scope scope, Tensor vectors) {
    return rotary.map(positions -> positions.forward(scope, vectors)).orElse(vectors);
  }

  /** Repeats each head of keys or values for the heads of queries that share it. */
  private Tensor repeated(Tensor vectors) {
    if (keyValueHeads == heads) {
      return vectors;
    }
    int[] dims = vectors.shape().dims();
    return vectors
        .expandDims(2)
        .broadcastTo(dims[0], dims[1], heads / keyValueHeads, dims[2], dims[3])
        .reshape(dims[0], heads, dims[2], dims[3]);
  }
}
