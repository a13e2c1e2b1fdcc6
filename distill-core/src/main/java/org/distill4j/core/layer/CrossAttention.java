package org.distill4j.core.layer;

import java.util.Optional;
import org.distill4j.core.function.AttentionMask;
import org.distill4j.core.init.Initializers;
import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Attention of one sequence to another (Vaswani et al. 2017, section 3.2.3), on (batch, length,
 * width) to the same shape. Queries are made of the layer's input by a dense layer "query" (width,
 * width), keys and values of the context, (batch, positions, contextWidth), by a dense layer
 * "context" (contextWidth, 2·width), laid end to end. The rest is as in {@link MultiHeadAttention},
 * its taps and initial weights too.
 *
 * @param width the length of the input's last axis, a multiple of the heads
 * @param heads the number of heads, at least 1
 * @param context the path of an intermediate value of the model that comes before this layer, or
 *     else the name of one of its inputs
 * @param contextWidth the length of the context's last axis, at least 1
 * @param padding the name of the input that masks the context's padding, (batch, positions), 0 at
 *     positions that are not attended to; empty if there is none
 * @param dropout the rate of dropout on the attention, in [0, 1)
 */
public record CrossAttention(
    int width,
    int heads,
    String context,
    int contextWidth,
    Optional<String> padding,
    double dropout)
    implements Layer {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is out of range, or the heads do not divide the
   *     width
   */
  public CrossAttention {
    LayerChecks.atLeastOne("width of an attention", width);
    LayerChecks.atLeastOne("number of heads of an attention", heads);
    LayerChecks.divides("number of heads", heads, "width of an attention", width);
    LayerChecks.atLeastOne("width of an attention's context", contextWidth);
    LayerChecks.rate("dropout rate of an attention", dropout);
  }

  /**
   * Returns attention to all positions of a context of the same width, without dropout.
   *
   * @param width the length of the last axis
   * @param heads the number of heads
   * @param context the path of an intermediate value, or else the name of an input
   * @return the layer
   * @throws IllegalArgumentException if a number is below 1, or the heads do not divide the width
   */
  public static CrossAttention of(int width, int heads, String context) {
    return new CrossAttention(width, heads, context, width, Optional.empty(), 0);
  }

  /**
   * Returns this attention to a context of another width.
   *
   * @param width the length of the context's last axis, at least 1
   * @return the changed layer
   */
  public CrossAttention withContextWidth(int width) {
    return new CrossAttention(this.width, heads, context, width, padding, dropout);
  }

  /**
   * Returns this attention without padded positions of the context.
   *
   * @param mask the name of the model's input that masks them, (batch, positions)
   * @return the changed layer
   */
  public CrossAttention withPadding(String mask) {
    return new CrossAttention(width, heads, context, contextWidth, Optional.of(mask), dropout);
  }

  /**
   * Returns this attention with dropout.
   *
   * @param rate the probability with which a position is not attended to, in [0, 1)
   * @return the changed layer
   */
  public CrossAttention withDropout(double rate) {
    return new CrossAttention(width, heads, context, contextWidth, padding, rate);
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    requireSequence("CrossAttention", input.shape(), input.shape().dim(0), width);
    Tensor tapped = scope.taps().get(context);
    Tensor attended = tapped == null ? scope.input(context) : tapped;
    requireSequence(
        "The context of a CrossAttention", attended.shape(), input.shape().dim(0), contextWidth);
    Tensor queries = scope.run("query", dense(width, width), input);
    Tensor joint = scope.run("context", dense(contextWidth, 2 * width), attended);
    AttentionHeads computed =
        new AttentionHeads(
            "CrossAttention", AttentionMask.NONE, padding, Optional.empty(), dropout);
    Tensor joined =
        computed.attended(
            scope,
            AttentionHeads.split(queries, 0, width, heads),
            AttentionHeads.split(joint, 0, width, heads),
            AttentionHeads.split(joint, width, 2 * width, heads));
    return scope.run("output", Dense.of(width, width).withBias(Initializers.zeros()), joined);
  }

  private static Dense dense(int in, int out) {
    return Dense.of(in, out)
        .withWeight(Initializers.xavierUniform())
        .withBias(Initializers.zeros());
  }

  private static void requireSequence(String what, Shape given, int batch, int width) {
    LayerChecks.input(
        what,
        given,
        given.rank() == 3 && given.dim(0) == batch && given.dim(2) == width,
        "(" + batch + ", length, " + width + ")");
  }
}
