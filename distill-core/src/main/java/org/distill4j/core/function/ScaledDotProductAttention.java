package org.distill4j.core.function;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Scaled dot-product attention (Vaswani et al. 2017, eq. 1), as the composite {@code attention}.
 *
 * <ul>
 *   <li>{@code attention}: the inputs are query, key and value, the results are output and
 *       probabilities. The attributes are {@code scale}, and {@code causal}, which is 1 under
 *       {@link AttentionMask#CAUSAL} and 0 otherwise.
 *   <li>{@code attention-gradient}: the inputs are the gradient in the output, query, key, value,
 *       output and probabilities, the results are the gradients in query, key and value. The
 *       attributes are the same.
 * </ul>
 *
 * <p>An engine whose kernel never forms the probabilities may hand on what that kernel keeps for
 * its gradient in their place, as long as nothing but {@code attention-gradient} reads them.
 *
 * @param output Σⱼ probabilitiesᵢⱼ · valueⱼ, (batch, heads, length, width)
 * @param probabilities how much each position attends to each, (batch, heads, length, positions)
 */
public record ScaledDotProductAttention(Tensor output, Tensor probabilities) {
  private static final double NEVER = -1e30;

  /**
   * Computes the attention of each head: output = softmax(scale · query · keyᵀ + mask) · value.
   *
   * @param query (batch, heads, length, width)
   * @param key (batch, heads, positions, width)
   * @param value (batch, heads, positions, width)
   * @param scale the factor of the products, usually 1 / √width
   * @param mask which positions each position attends to
   * @return output and probabilities
   */
  public static ScaledDotProductAttention of(
      Tensor query, Tensor key, Tensor value, double scale, AttentionMask mask) {
    Map<String, Double> attributes =
        Map.of("scale", scale, "causal", mask == AttentionMask.CAUSAL ? 1.0 : 0.0);
    List<Tensor> results =
        Composite.apply(
            "attention",
            attributes,
            List.of(query, key, value),
            all -> body(all.get(0), all.get(1), all.get(2), scale, mask),
            (inputs, found, gradients) -> gradients(attributes, inputs, found, gradients));
    return new ScaledDotProductAttention(results.get(0), results.get(1));
  }

  private static List<Tensor> body(
      Tensor query, Tensor key, Tensor value, double scale, AttentionMask mask) {
    Tensor probabilities = probabilities(query, key, scale, mask);
    return List.of(probabilities.matmul(value), probabilities);
  }

  /**
   * Computes the scores alone, in primitives: scale · query · keyᵀ, without a mask.
   *
   * @param query (batch, heads, length, width)
   * @param key (batch, heads, positions, width)
   * @param scale the factor of the products
   * @return the scores, (batch, heads, length, positions)
   */
  public static Tensor scores(Tensor query, Tensor key, double scale) {
    return query.mul(scale).matmul(key.transpose());
  }

  /**
   * Computes the probabilities alone, in primitives: softmax(scale · query · keyᵀ + mask).
   *
   * @param query (batch, heads, length, width)
   * @param key (batch, heads, positions, width)
   * @param scale the factor of the products
   * @param mask which positions each position attends to
   * @return how much each position attends to each, (batch, heads, length, positions)
   */
  public static Tensor probabilities(Tensor query, Tensor key, double scale, AttentionMask mask) {
    Tensor scores = scores(query, key, scale);
    return (mask == AttentionMask.CAUSAL ? causal(scores) : scores).softmax(-1);
  }

  /**
   * Computes the probabilities where some positions are padding or scores have a bias, in
   * primitives.
   *
   * @param query (batch, heads, length, width)
   * @param key (batch, heads, positions, width)
   * @param scale the factor of the products
   * @param mask which positions each position attends to
   * @param padding (batch, positions), 0 at positions that no position attends to; empty if there
   *     are none
   * @param bias what is added to the products, of a shape that becomes (batch, heads, length,
   *     positions); empty if there is none
   * @return how much each position attends to each, (batch, heads, length, positions)
   */
  public static Tensor probabilities(
      Tensor query,
      Tensor key,
      double scale,
      AttentionMask mask,
      Optional<Tensor> padding,
      Optional<Tensor> bias) {
    Tensor products = scores(query, key, scale);
    Tensor scores = bias.map(products::add).orElse(products);
    Tensor causal = mask == AttentionMask.CAUSAL ? causal(scores) : scores;
    return padding
        .map(given -> attended(given).where(causal, Tensor.of(NEVER)))
        .orElse(causal)
        .softmax(-1);
  }

  private static Tensor attended(Tensor padding) {
    return padding.toFloat().expandDims(1).expandDims(1).greater(Tensor.of(0));
  }

  private static Tensor causal(Tensor scores) {
    Tensor attending = positions(scores, -2).expandDims(1);
    Tensor attended = positions(scores, -1).expandDims(0);
    return attending.greaterOrEqual(attended).where(scores, Tensor.of(NEVER));
  }

  private static Tensor positions(Tensor scores, int axis) {
    int[] positions = IntStream.range(0, scores.shape().dim(axis)).toArray();
    return Tensor.of(HostTensor.ofInts(Shape.of(positions.length), positions));
  }

  private static List<Optional<Tensor>> gradients(
      Map<String, Double> attributes,
      List<Tensor> inputs,
      List<Tensor> results,
      List<Tensor> gradients) {
    Tensor query = inputs.get(0);
    Tensor key = inputs.get(1);
    Tensor probabilities = results.get(1);
    List<Tensor> found =
        Composite.apply(
            "attention-gradient",
            attributes,
            List.of(gradients.get(0), query, key, inputs.get(2), results.get(0), probabilities),
            all -> gradientBody(all, scale(attributes)));
    Tensor inQuery = found.get(0);
    Tensor inKey = found.get(1);
    Tensor inProbabilities = gradients.get(1);
    if (!ZeroGradients.isZero(inProbabilities)) {
      Tensor mean = inProbabilities.mul(probabilities).sumKeep(-1);
      Tensor inScores = inScores(inProbabilities, mean, probabilities, scale(attributes));
      inQuery = inQuery.add(inScores.matmul(key));
      inKey = inKey.add(inScores.transpose().matmul(query));
    }
    return List.of(Optional.of(inQuery), Optional.of(inKey), Optional.of(found.get(2)));
  }

  private static double scale(Map<String, Double> attributes) {
    return attributes.getOrDefault("scale", 1.0);
  }

  /** Returns the gradients with respect to query, key and value, from that of the output. */
  private static List<Tensor> gradientBody(List<Tensor> all, double scale) {
    Tensor gradient = all.get(0);
    Tensor probabilities = all.get(5);
    Tensor inProbabilities = gradient.matmul(all.get(3).transpose());
    // Σⱼ of the gradient in a probability times the probability, by way of the output.
    Tensor mean = gradient.mul(all.get(4)).sumKeep(-1);
    Tensor inScores = inScores(inProbabilities, mean, probabilities, scale);
    return List.of(
        inScores.matmul(all.get(2)),
        inScores.transpose().matmul(all.get(1)),
        probabilities.transpose().matmul(gradient));
  }

  private static Tensor inScores(
      Tensor inProbabilities, Tensor mean, Tensor probabilities, double scale) {
    return probabilities.mul(inProbabilities.sub(mean)).mul(scale);
  }
}
