package org.distill4j.core.function;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Tensor;

/**
 * Layer normalisation (Ba et al. 2016) over the last axis, as the composite {@code layer-norm}. Its
 * gradient is the composite {@code layer-norm-gradient}.
 */
public final class LayerNormalization {
  private LayerNormalization() {}

  /**
   * Computes y = (x − mean) / √(variance + ε) · weight + bias, with mean and variance (divided by
   * n) over the last axis.
   *
   * @param x (…, d), with at least two axes
   * @param weight (d)
   * @param bias (d)
   * @param epsilon ε, above 0
   * @return y, of the shape of x
   */
  public static Tensor of(Tensor x, Tensor weight, Tensor bias, double epsilon) {
    return Composite.apply(
            "layer-norm",
            Map.of("epsilon", epsilon),
            List.of(x, weight, bias),
            all -> body(all.get(0), all.get(1), all.get(2), epsilon),
            LayerNormalization::gradients)
        .get(0);
  }

  /** Returns y, the means and the reciprocal deviations. */
  private static List<Tensor> body(Tensor x, Tensor weight, Tensor bias, double epsilon) {
    Tensor mean = x.meanKeep(-1);
    Tensor centred = x.sub(mean);
    Tensor deviation = centred.square().meanKeep(-1).add(epsilon).sqrt();
    Tensor reciprocal = Tensor.of(1).div(deviation);
    return List.of(centred.mul(reciprocal).mul(weight).add(bias), mean, reciprocal);
  }

  private static List<Optional<Tensor>> gradients(
      List<Tensor> inputs, List<Tensor> results, List<Tensor> gradients) {
    Tensor x = inputs.get(0);
    Tensor mean = results.get(1);
    Tensor reciprocal = results.get(2);
    List<Tensor> found = gradient(List.of(gradients.get(0), x, mean, reciprocal, inputs.get(1)));
    Tensor inX =
        gradients.subList(1, 3).stream().allMatch(ZeroGradients::isZero)
            ? found.get(0)
            : found.get(0).add(throughMoments(x, mean, reciprocal, gradients));
    return List.of(Optional.of(inX), Optional.of(found.get(1)), Optional.of(found.get(2)));
  }

  /** Gradients reach means and deviations where the norm is differentiated twice. */
  private static Tensor throughMoments(
      Tensor x, Tensor mean, Tensor reciprocal, List<Tensor> gradients) {
    Tensor inReciprocal = reciprocal.pow(3).mul(x.sub(mean));
    return gradients.get(1).sub(gradients.get(2).mul(inReciprocal)).div(x.shape().dim(-1));
  }

  private static List<Tensor> gradient(List<Tensor> inputs) {
    return Composite.apply(
        "layer-norm-gradient", Map.of(), inputs, LayerNormalization::gradientBody);
  }

  /** Returns the gradients with respect to x, weight and bias, from those of y. */
  private static List<Tensor> gradientBody(List<Tensor> all) {
    Tensor gradient = all.get(0);
    Tensor reciprocal = all.get(3);
    Tensor normalised = all.get(1).sub(all.get(2)).mul(reciprocal);
    Tensor scaled = gradient.mul(all.get(4));
    Tensor alongX = normalised.mul(scaled.mul(normalised).meanKeep(-1));
    Tensor inX = scaled.sub(scaled.meanKeep(-1)).sub(alongX).mul(reciprocal);
    int[] rows = IntStream.range(0, gradient.shape().rank() - 1).toArray();
    return List.of(inX, gradient.mul(normalised).sum(rows), gradient.sum(rows));
  }
}
