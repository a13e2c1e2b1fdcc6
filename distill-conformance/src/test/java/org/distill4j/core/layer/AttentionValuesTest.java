package org.distill4j.core.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.distill4j.core.layer.LayerRun.floats;

import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Attention by hand")
class AttentionValuesTest {
  private static final float[] IDENTITY = {1, 0, 0, 1};

  /** Queries, keys and values are the input, scaled by the given number for the queries. */
  private static LayerRun attention(MultiHeadAttention layer, float queries) {
    return LayerRun.of(layer)
        .with("input.weight", queries, 0, 1, 0, 1, 0, 0, queries, 0, 1, 0, 1)
        .with("output.weight", IDENTITY);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Test
  @DisplayName("with queries of 0 gives the mean of all values")
  void mean() {
    assertThat(
            attention(MultiHeadAttention.of(2, 1), 0)
                .evaluate(floats(Shape.of(1, 2, 2), 2, 4, 6, 0)))
        .containsExactly(new float[] {4, 2, 4, 2}, within(1e-6f));
  }

  @Test
  @DisplayName("that is causal gives the mean of the values so far")
  void causal() {
    assertThat(
            attention(MultiHeadAttention.of(2, 1).causal(), 0)
                .evaluate(floats(Shape.of(1, 3, 2), 2, 4, 6, 0, 1, 8)))
        .containsExactly(new float[] {2, 4, 4, 2, 3, 4}, within(1e-6f));
  }

  @Test
  @DisplayName("divides scores by the root of the head's width")
  void scale() {
    float p = (float) sigmoid(1 / Math.sqrt(2));
    assertThat(
            attention(MultiHeadAttention.of(2, 1), 1)
                .evaluate(floats(Shape.of(1, 2, 2), 1, 0, 0, 1)))
        .containsExactly(new float[] {p, 1 - p, 1 - p, p}, within(1e-6f));
  }

  @Test
  @DisplayName("lets each head look by its own columns")
  void heads() {
    float p = (float) sigmoid(1);
    assertThat(
            attention(MultiHeadAttention.of(2, 2), 1)
                .evaluate(floats(Shape.of(1, 2, 2), 0, 1, 1, 0)))
        .containsExactly(new float[] {0.5f, p, p, 0.5f}, within(1e-6f));
  }

  @Test
  @DisplayName("never looks from one example to another")
  void examples() {
    float[] both =
        attention(MultiHeadAttention.of(2, 1), 1)
            .evaluate(floats(Shape.of(2, 2, 2), 1, 2, 3, 4, 9, 8, 7, 6));
    float[] first =
        attention(MultiHeadAttention.of(2, 1), 1).evaluate(floats(Shape.of(1, 2, 2), 1, 2, 3, 4));
    assertThat(both).startsWith(first);
  }

  @Test
  @DisplayName("in a transformer block that adds nothing passes its input on")
  void block() {
    LayerRun run =
        LayerRun.of(TransformerBlock.of(2, 1).withHidden(1))
            .with("attention.output.weight", 0, 0, 0, 0)
            .with("contract.weight", 0, 0)
            .with("contract.bias", 0, 0);
    assertThat(run.evaluate(floats(Shape.of(1, 2, 2), 1, 2, 3, 4))).containsExactly(1, 2, 3, 4);
  }

  @Test
  @DisplayName("in a transformer block is fed with normalised values and added to the input")
  void normalised() {
    LayerRun run =
        LayerRun.of(TransformerBlock.of(2, 1).withHidden(1))
            .with("attention.input.weight", 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1)
            .with("attention.output.weight", IDENTITY)
            .with("contract.weight", 0, 0)
            .with("contract.bias", 0, 0);
    assertThat(run.evaluate(floats(Shape.of(1, 1, 2), 10, 30)))
        .as("(10, 30) is (−1, 1) once it is normalised")
        .containsExactly(new float[] {9, 31}, within(1e-4f));
  }

  @Test
  @DisplayName("in a post-norm block is fed with the input itself, and sums are normalised")
  void postNorm() {
    LayerRun run =
        LayerRun.of(PostNormBlock.of(2, 1).withHidden(1).withActivation(Activation.RELU))
            .with("attention.input.weight", 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0)
            .with("attention.output.weight", IDENTITY)
            .with("expand.weight", 3, 0)
            .with("expand.bias", 0)
            .with("contract.weight", 1, 0)
            .with("contract.bias", 0, 0)
            .with("norm2.weight", 2, 2)
            .with("norm2.bias", 10, 20);
    // (10, 20) becomes (30, 20), normalised (1, −1); then (1 + 3, −1), normalised the same.
    assertThat(run.evaluate(floats(Shape.of(1, 1, 2), 10, 20)))
        .containsExactly(new float[] {12, 18}, within(1e-5f));
  }

  @Test
  @DisplayName("turned by positions depends on their distances: each attends to itself first")
  void rotary() {
    // One head of width 2, queries and keys (1, 0): at distance d the score is cos(d) / √2.
    LayerRun run =
        LayerRun.of(MultiHeadAttention.of(2, 1).withRotary(RotaryPositions.of(9)))
            .with("input.weight", 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1)
            .with("input.bias", 1, 0, 1, 0, 0, 0)
            .with("output.weight", IDENTITY);
    float p = (float) sigmoid((1 - Math.cos(1)) / Math.sqrt(2));
    assertThat(run.evaluate(floats(Shape.of(1, 2, 2), 1, 0, 0, 1)))
        .containsExactly(new float[] {p, 1 - p, 1 - p, p}, within(1e-6f));
  }

  @Test
  @DisplayName("of shared keys gives two heads of queries one key and one value")
  void sharedKeys() {
    // Queries (0, 1) of the two heads, one key and one value: the input's first column.
    LayerRun run =
        LayerRun.of(MultiHeadAttention.of(2, 2).withKeyValueHeads(1))
            .with("input.weight", 0, 0, 1, 1, 0, 0, 0, 0)
            .with("input.bias", 0, 1, 0, 0)
            .with("output.weight", IDENTITY);
    float p = (float) sigmoid(1);
    assertThat(run.evaluate(floats(Shape.of(1, 2, 2), 1, 7, 0, 9)))
        .containsExactly(new float[] {0.5f, p, 0.5f, p}, within(1e-6f));
  }

  @Test
  @DisplayName("of one sequence to another takes values of the other, and leaves its padding out")
  void crossed() {
    LayerRun run =
        LayerRun.of(CrossAttention.of(2, 1, "context").withContextWidth(1).withPadding("mask"))
            .with("query.weight", 0, 0, 0, 0)
            .with("context.weight", 0, 0, 1, 2)
            .with("output.weight", IDENTITY)
            .input("context", floats(Shape.of(1, 3, 1), 3, 5, 100))
            .input("mask", HostTensor.ofInts(Shape.of(1, 3), 1, 1, 0));
    assertThat(run.evaluate(floats(Shape.of(1, 1, 2), 8, 9)))
        .containsExactly(new float[] {4, 8}, within(1e-5f));
  }

  @Test
  @DisplayName("of one sequence to an intermediate value attends by products of query and key")
  void crossedInside() {
    LayerRun run =
        LayerRun.of(
                Sequential.of()
                    .then("context", (scope, x) -> x.mul(2))
                    .then("half", (scope, x) -> x.mul(0.5).slice(1, 0, 1))
                    .then("crossed", CrossAttention.of(2, 1, "context")))
            .with("crossed.query.weight", IDENTITY)
            .with("crossed.context.weight", 1, 0, 1, 0, 0, 1, 0, 1)
            .with("crossed.output.weight", IDENTITY);
    // The query (1, 0) meets the keys and values (2, 0) and (0, 2).
    float p = (float) sigmoid(2 / Math.sqrt(2));
    assertThat(run.evaluate(floats(Shape.of(1, 2, 2), 1, 0, 0, 1)))
        .containsExactly(new float[] {2 * p, 2 - 2 * p}, within(1e-6f));
  }
}
