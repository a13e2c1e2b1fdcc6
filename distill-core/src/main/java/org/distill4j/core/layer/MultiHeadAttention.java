package org.distill4j.core.layer;

import java.util.stream.IntStream;
import org.distill4j.core.init.Initializers;
import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Self-attention with several heads (Vaswani et al. 2017) on (batch, length, width), to the same
 * shape. A dense layer "input" makes queries, keys and values of each place, laid end to end: q, k,
 * v = x·W + b with W (width, 3·width); each head h takes its width / heads columns of each; then
 *
 * <pre>
 * yₕ = dropout(softmax(qₕ·kₕᵀ / √(width / heads) + mask)) · vₕ
 * </pre>
 *
 * and a dense layer "output" (width, width) joins the heads' results. Weights begin as PyTorch's:
 * "input" Xavier-uniform, both biases zero.
 *
 * @param width the length of the last axis, a multiple of the heads
 * @param heads the number of heads, at least 1
 * @param mask which places each place looks at
 * @param dropout the rate of dropout on the attention, in [0, 1)
 */
public record MultiHeadAttention(int width, int heads, Mask mask, double dropout) implements Layer {
  private static final double NEVER = -1e30;

  /** Which places a place looks at. */
  public enum Mask {
    /** All. */
    NONE,
    /** Itself and those before it. */
    CAUSAL
  }

  /**
   * Checks the numbers.
   *
   * @param width the length of the last axis
   * @param heads the number of heads
   * @param mask which places each place looks at
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
   * Attention from every place to every place, without dropout.
   *
   * @param width the length of the last axis
   * @param heads the number of heads
   * @return the layer
   * @throws IllegalArgumentException if a number is below 1, or the heads do not divide the width
   */
  public static MultiHeadAttention of(int width, int heads) {
    return new MultiHeadAttention(width, heads, Mask.NONE, 0);
  }

  /** {@return this attention looking at a place itself and those before it} */
  public MultiHeadAttention causal() {
    return new MultiHeadAttention(width, heads, Mask.CAUSAL, dropout);
  }

  /**
   * This attention with dropout.
   *
   * @param rate the probability with which a place is not looked at, in [0, 1)
   * @return the changed layer
   */
  public MultiHeadAttention withDropout(double rate) {
    return new MultiHeadAttention(width, heads, mask, rate);
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    requireSequence(input.shape());
    Dense first = Dense.of(width, 3 * width).withWeight(Initializers.xavierUniform());
    Dense last = Dense.of(width, width).withBias(Initializers.zeros());
    Tensor joint = scope.run("input", first.withBias(Initializers.zeros()), input);
    Tensor query = head(joint, 0).mul(1 / Math.sqrt((double) width / heads));
    Tensor scores = masked(query.matmul(head(joint, 1).transpose()));
    Tensor probabilities = scope.tap("probabilities", scores.softmax(-1));
    Tensor attention = scope.run("dropout", Dropout.of(dropout), probabilities);
    Tensor seen = attention.matmul(head(joint, 2)).transpose(0, 2, 1, 3);
    return scope.run("output", last, seen.reshape(input.shape().dims()));
  }

  /** (batch, heads, length, width / heads) of the queries, keys or values. */
  private Tensor head(Tensor joint, int which) {
    Shape shape = joint.shape();
    return joint
        .slice(-1, which * width, (which + 1) * width)
        .reshape(shape.dim(0), shape.dim(1), heads, width / heads)
        .transpose(0, 2, 1, 3);
  }

  private Tensor masked(Tensor scores) {
    if (mask == Mask.NONE) {
      return scores;
    }
    int length = scores.shape().dim(-1);
    int[] places = IntStream.range(0, length).toArray();
    Tensor looking = Tensor.of(HostTensor.ofInts(Shape.of(length, 1), places));
    Tensor seen = Tensor.of(HostTensor.ofInts(Shape.of(1, length), places));
    return looking.greaterOrEqual(seen).where(scores, Tensor.of(NEVER));
  }

  private void requireSequence(Shape given) {
    Requirements.input(
        "MultiHeadAttention",
        given,
        given.rank() == 3 && given.dim(2) == width,
        "(batch, length, " + width + ")");
  }
}
