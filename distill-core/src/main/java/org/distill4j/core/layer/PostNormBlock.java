package org.distill4j.core.layer;

import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Tensor;

/**
 * A transformer block with the normalisation after each sum (Vaswani et al. 2017), as in BERT
 * (Devlin et al. 2019), on (batch, length, width) to the same shape:
 *
 * <pre>
 * x ← norm1(x + dropout(attention(x)))
 * y = norm2(x + dropout(contract(activation(expand(x)))))
 * </pre>
 *
 * @param attention the attention, with its width, heads, mask and dropout
 * @param hidden the hidden width, between "expand" and "contract", at least 1
 * @param activation the function between "expand" and "contract"
 * @param epsilon what both norms add to the variance, above 0
 * @param dropout the rate of dropout on both sums, in [0, 1)
 */
public record PostNormBlock(
    MultiHeadAttention attention, int hidden, Activation activation, double epsilon, double dropout)
    implements Layer {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public PostNormBlock {
    LayerChecks.atLeastOne("hidden width of a post-norm block", hidden);
    LayerChecks.positive("epsilon of a post-norm block", epsilon);
    LayerChecks.rate("dropout rate of a post-norm block", dropout);
  }

  /**
   * Returns a block with a hidden width of four times the width, GELU, ε = 1e-12 and no dropout, as
   * BERT's in evaluation.
   *
   * @param width the length of the last axis
   * @param heads the number of heads, a divisor of the width
   * @return the layer
   * @throws IllegalArgumentException if a number is below 1, or the heads do not divide the width
   */
  public static PostNormBlock of(int width, int heads) {
    MultiHeadAttention attention = MultiHeadAttention.of(width, heads);
    return new PostNormBlock(attention, 4 * width, Activation.GELU, 1e-12, 0);
  }

  /**
   * Returns this block without padded positions.
   *
   * @param mask the name of the model's input that masks them, (batch, length)
   * @return the changed layer
   */
  public PostNormBlock withPadding(String mask) {
    return withAttention(attention.withPadding(mask));
  }

  /**
   * Returns this block with another hidden width.
   *
   * @param hidden the hidden width, between the two dense layers, at least 1
   * @return the changed layer
   */
  public PostNormBlock withHidden(int hidden) {
    return new PostNormBlock(attention, hidden, activation, epsilon, dropout);
  }

  /**
   * Returns this block with another activation between its dense layers.
   *
   * @param activation the function
   * @return the changed layer
   */
  public PostNormBlock withActivation(Activation activation) {
    return new PostNormBlock(attention, hidden, activation, epsilon, dropout);
  }

  /**
   * Returns this block with another ε.
   *
   * @param epsilon what both norms add to the variance, above 0
   * @return the changed layer
   */
  public PostNormBlock withEpsilon(double epsilon) {
    return new PostNormBlock(attention, hidden, activation, epsilon, dropout);
  }

  /**
   * Returns this block with dropout on both sums and on the attention.
   *
   * @param rate the rate, in [0, 1)
   * @return the changed layer
   */
  public PostNormBlock withDropout(double rate) {
    return new PostNormBlock(attention.withDropout(rate), hidden, activation, epsilon, rate);
  }

  /**
   * Returns this block with another attention of the same width, whose dropout may differ.
   *
   * @param attention the attention
   * @return the changed layer
   */
  public PostNormBlock withAttention(MultiHeadAttention attention) {
    return new PostNormBlock(attention, hidden, activation, epsilon, dropout);
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    int width = attention.width();
    LayerNorm norm = LayerNorm.of(width).withEpsilon(epsilon);
    Tensor attended = scope.run("attention", attention, input);
    Tensor sum = input.add(scope.run("dropout1", Dropout.of(dropout), attended));
    Tensor normed = scope.run("norm1", norm, sum);
    Tensor expanded = scope.run("expand", Dense.of(width, hidden), normed);
    Tensor active = scope.run("activation", activation, expanded);
    Tensor contracted = scope.run("contract", Dense.of(hidden, width), active);
    Tensor total = normed.add(scope.run("dropout2", Dropout.of(dropout), contracted));
    return scope.run("norm2", norm, total);
  }
}
