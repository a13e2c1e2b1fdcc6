package org.distill4j.core.function;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Tensor;

/**
 * Batch normalisation (Ioffe and Szegedy 2015) by the statistics of the batch, as the composite
 * {@code batch-norm}. Features are axis 1; the statistics are taken over all other axes.
 *
 * <ul>
 *   <li>{@code batch-norm}: the inputs are x, weight and bias, the results are output, mean and
 *       variance. The attribute is {@code epsilon}.
 *   <li>{@code batch-norm-gradient}: the inputs are the gradient in the output, x, mean, variance
 *       and weight, the results are the gradients in x, weight and bias. The attribute is the same.
 * </ul>
 *
 * @param output y = (x − mean) / √(variance + ε) · weight + bias, of the shape of x
 * @param mean the mean of each feature, (features)
 * @param variance the variance of each feature, divided by n, (features)
 */
public record BatchNormalization(Tensor output, Tensor mean, Tensor variance) {
  /**
   * Normalises by the mean and variance of the batch.
   *
   * @param x (batch, features) or (batch, features, height, width)
   * @param weight (features)
   * @param bias (features)
   * @param epsilon ε, above 0
   * @return output, mean and variance
   */
  public static BatchNormalization of(Tensor x, Tensor weight, Tensor bias, double epsilon) {
    List<Tensor> results =
        Composite.apply(
            "batch-norm",
            Map.of("epsilon", epsilon),
            List.of(x, weight, bias),
            all -> body(all.get(0), all.get(1), all.get(2), epsilon),
            (inputs, found, gradients) -> gradients(inputs, found, gradients, epsilon));
    return new BatchNormalization(results.get(0), results.get(1), results.get(2));
  }

  /**
   * Normalises by given statistics, in primitives.
   *
   * @param x (batch, features) or (batch, features, height, width)
   * @param mean (features)
   * @param variance (features)
   * @param weight (features)
   * @param bias (features)
   * @param epsilon ε, above 0
   * @return y, of the shape of x
   */
  public static Tensor byStatistics(
      Tensor x, Tensor mean, Tensor variance, Tensor weight, Tensor bias, double epsilon) {
    Tensor centred = x.sub(alongFeatures(mean, x));
    return scaled(centred, alongFeatures(variance, x), weight, bias, epsilon);
  }

  private static List<Tensor> body(Tensor x, Tensor weight, Tensor bias, double epsilon) {
    Tensor mean = x.meanKeep(others(x));
    Tensor centred = x.sub(mean);
    Tensor variance = centred.square().meanKeep(others(x));
    Tensor output = scaled(centred, variance, weight, bias, epsilon);
    int features = x.shape().dim(1);
    return List.of(output, mean.reshape(features), variance.reshape(features));
  }

  private static Tensor scaled(
      Tensor centred, Tensor variance, Tensor weight, Tensor bias, double epsilon) {
    Tensor scale = alongFeatures(weight, centred).div(variance.add(epsilon).sqrt());
    return centred.mul(scale).add(alongFeatures(bias, centred));
  }

  private static Tensor alongFeatures(Tensor vector, Tensor x) {
    int[] dims = IntStream.generate(() -> 1).limit(x.shape().rank()).toArray();
    dims[1] = x.shape().dim(1);
    return vector.reshape(dims);
  }

  /** Returns all axes except that of the features. */
  private static int[] others(Tensor x) {
    return IntStream.range(0, x.shape().rank()).filter(axis -> axis != 1).toArray();
  }

  private static List<Optional<Tensor>> gradients(
      List<Tensor> inputs, List<Tensor> results, List<Tensor> gradients, double epsilon) {
    Tensor x = inputs.get(0);
    Tensor mean = results.get(1);
    List<Tensor> found =
        Composite.apply(
            "batch-norm-gradient",
            Map.of("epsilon", epsilon),
            List.of(gradients.get(0), x, mean, results.get(2), inputs.get(1)),
            all -> gradientBody(all, epsilon));
    Tensor inX =
        gradients.subList(1, 3).stream().allMatch(ZeroGradients::isZero)
            ? found.get(0)
            : found.get(0).add(throughStatistics(x, mean, gradients));
    return List.of(Optional.of(inX), Optional.of(found.get(1)), Optional.of(found.get(2)));
  }

  /** Gradients reach mean and variance where the norm is differentiated twice. */
  private static Tensor throughStatistics(Tensor x, Tensor mean, List<Tensor> gradients) {
    double count = (double) x.shape().size() / x.shape().dim(1);
    Tensor inMean = alongFeatures(gradients.get(1), x);
    Tensor inVariance = alongFeatures(gradients.get(2), x);
    Tensor centred = x.sub(alongFeatures(mean, x));
    return inMean.add(inVariance.mul(centred).mul(2)).div(count);
  }

  /** Returns the gradients with respect to x, weight and bias, from that of the output. */
  private static List<Tensor> gradientBody(List<Tensor> all, double epsilon) {
    Tensor gradient = all.get(0);
    Tensor x = all.get(1);
    int[] others = others(x);
    Tensor reciprocal = Tensor.of(1).div(alongFeatures(all.get(3), x).add(epsilon).sqrt());
    Tensor normalised = x.sub(alongFeatures(all.get(2), x)).mul(reciprocal);
    Tensor alongX = normalised.mul(gradient.mul(normalised).meanKeep(others));
    Tensor inX =
        gradient
            .sub(gradient.meanKeep(others))
            .sub(alongX)
            .mul(reciprocal.mul(alongFeatures(all.get(4), x)));
    return List.of(inX, gradient.mul(normalised).sum(others), gradient.sum(others));
  }
}
