package org.distill4j.core.layer;

import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Tensor;

/**
 * A transformer block with the normalisation in front (Xiong et al. 2020), on (batch, length,
 * width) to the same shape:
 *
 * <pre>
 * x ← x + dropout(attention(norm1(x)))
 * y = x + dropout(contract(activation(expand(norm2(x)))))
 * </pre>
 *
 * @param attention the attention, with its width, heads, mask and dropout
 * @param hidden the hidden width, between "expand" and "contract", at least 1
 * @param activation the function between "expand" and "contract"
 * @param epsilon what both norms add to the variance, above 0
 * @param dropout the rate of dropout on both sums, in [0, 1)
 */
public record TransformerBlock(
    MultiHeadAttention attention, int hidden, Activation activation, double epsilon, double dropout)
    implements Layer {
  private static final double EPSILON = 1e-5;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public TransformerBlock {
    LayerChecks.atLeastOne("hidden width of a transformer block", hidden);
    LayerChecks.positive("epsilon of a transformer block", epsilon);
    LayerChecks.rate("dropout rate of a transformer block", dropout);
  }

  /**
   * A block with a hidden width of four times the width, GELU, ε = 1e-5 and no dropout.
   *
   * @param width the length of the last axis
   * @param heads the number of heads, a divisor of the width
   * @return the layer
   * @throws IllegalArgumentException if a number is below 1, or the heads do not divide the width
   */
  public static TransformerBlock of(int width, int heads) {
    MultiHeadAttention attention = MultiHeadAttention.of(width, heads);
    return new TransformerBlock(attention, 4 * width, Activation.GELU, EPSILON, 0);
  }

  /** {@return this block with each position attending to itself and those before it} */
  public TransformerBlock causal() {
    return withAttention(attention.causal());
  }

  /**
   * This block without padded positions.
   *
   * @param mask the name of the model's input that masks them, (batch, length)
   * @return the changed layer
   */
  public TransformerBlock withPadding(String mask) {
    return withAttention(attention.withPadding(mask));
  }

  /**
   * This block with another hidden width.
   *
   * @param hidden the hidden width, between the two dense layers, at least 1
   * @return the changed layer
   */
  public TransformerBlock withHidden(int hidden) {
    return new TransformerBlock(attention, hidden, activation, epsilon, dropout);
  }

  /**
   * This block with dropout on both sums and on the attention.
   *
   * @param rate the rate, in [0, 1)
   * @return the changed layer
   */
  public TransformerBlock withDropout(double rate) {
    return new TransformerBlock(attention.withDropout(rate), hidden, activation, epsilon, rate);
  }

  /**
   * This block with another function between its dense layers.
   *
   * @param activation the function
   * @return the changed layer
   */
  public TransformerBlock withActivation(Activation activation) {
    return new TransformerBlock(attention, hidden, activation, epsilon, dropout);
  }

  /**
   * This block with another ε.
   *
   * @param epsilon what both norms add to the variance, above 0
   * @return the changed layer
   */
  public TransformerBlock withEpsilon(double epsilon) {
    return new TransformerBlock(attention, hidden, activation, epsilon, dropout);
  }

  /**
   * This block with another attention of the same width, whose dropout may differ.
   *
   * @param attention the attention
   * @return the changed layer
   */
  public TransformerBlock withAttention(MultiHeadAttention attention) {
    return new TransformerBlock(attention, hidden, activation, epsilon, dropout);
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    int width = attention.width();
    LayerNorm norm = LayerNorm.of(width).withEpsilon(epsilon);
    Tensor normed = scope.run("norm1", norm, input);
    Tensor attended = scope.run("attention", attention, normed);
    Tensor between = input.add(scope.run("dropout1", Dropout.of(dropout), attended));
    Tensor again = scope.run("norm2", norm, between);
    Tensor expanded = scope.run("expand", Dense.of(width, hidden), again);
    Tensor active = scope.run("activation", activation, expanded);
    Tensor contracted = scope.run("contract", Dense.of(hidden, width), active);
    return between.add(scope.run("dropout2", Dropout.of(dropout), contracted));
  }
}
