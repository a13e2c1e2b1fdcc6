package org.distill4j.core.layer;

import org.distill4j.core.function.BatchNormalization;
import org.distill4j.core.init.Initializers;
import org.distill4j.model.Layer;
import org.distill4j.model.Mode;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Batch normalisation (Ioffe and Szegedy 2015) of (batch, features) or (batch, features, height,
 * width): y = (x − mean) / √(variance + ε) · weight + bias, with one number of each kind for a
 * feature.
 *
 * <p>In training, mean and variance (divided by n) are those of the n values that a feature has in
 * the examples at hand; with gradient accumulation these are the micro-batch's, not the whole
 * batch's. In evaluation they are the states "runningMean" and "runningVariance", which begin at 0
 * and 1 and move at each training step: running ← (1 − momentum) · running + momentum · measured,
 * where the measured variance is divided by n − 1, as in PyTorch.
 *
 * @param features the length of axis 1, at least 1
 * @param momentum the share of the measured statistics, in (0, 1]
 * @param epsilon what is added to the variance, above 0
 */
public record BatchNorm(int features, double momentum, double epsilon) implements Layer {
  private static final String MEAN = "runningMean";
  private static final String VARIANCE = "runningVariance";

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public BatchNorm {
    LayerChecks.atLeastOne("number of features of a batch norm", features);
    LayerChecks.fraction("momentum of a batch norm", momentum);
    LayerChecks.positive("epsilon of a batch norm", epsilon);
  }

  /**
   * Returns batch normalisation with momentum 0.1 and ε = 1e-5, as PyTorch's.
   *
   * @param features the number of features
   * @return the layer
   * @throws IllegalArgumentException if it is below 1
   */
  public static BatchNorm of(int features) {
    return new BatchNorm(features, 0.1, 1e-5);
  }

  /**
   * This layer with another momentum.
   *
   * @param momentum the share of the measured statistics, in (0, 1]
   * @return the changed layer
   */
  public BatchNorm withMomentum(double momentum) {
    return new BatchNorm(features, momentum, epsilon);
  }

  /**
   * This layer with another ε.
   *
   * @param epsilon what is added to the variance, above 0
   * @return the changed layer
   */
  public BatchNorm withEpsilon(double epsilon) {
    return new BatchNorm(features, momentum, epsilon);
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    requireFeatures(input.shape());
    Tensor mean = state(scope, MEAN, 0);
    Tensor variance = state(scope, VARIANCE, 1);
    Tensor weight = scope.parameter("weight", Shape.of(features), Initializers.ones());
    Tensor bias = scope.parameter("bias", Shape.of(features), Initializers.zeros());
    if (scope.mode() == Mode.EVALUATION) {
      return BatchNormalization.byStatistics(input, mean, variance, weight, bias, epsilon);
    }
    long count = requireSeveral(input.shape());
    BatchNormalization norm = BatchNormalization.of(input, weight, bias, epsilon);
    move(scope, MEAN, mean, norm.mean());
    move(scope, VARIANCE, variance, norm.variance().mul((double) count / (count - 1)));
    return norm.output();
  }

  private void move(Scope scope, String name, Tensor running, Tensor measured) {
    scope.updateState(name, running.mul(1 - momentum).add(measured.mul(momentum)));
  }

  private Tensor state(Scope scope, String name, double first) {
    return scope.state(name, Shape.of(features), Initializers.constant(first));
  }

  private void requireFeatures(Shape given) {
    boolean known = given.rank() == 2 || given.rank() == 4;
    LayerChecks.input(
        "BatchNorm",
        given,
        known && given.dim(1) == features,
        "(batch, " + features + ") or (batch, " + features + ", height, width)");
  }

  private long requireSeveral(Shape given) {
    long count = given.size() / features;
    if (count < 2) {
      throw new IllegalArgumentException(
          "BatchNorm was given shape "
              + given
              + " in training, expected more than one value for each feature.\n"
              + "Maybe the last batch of an epoch has one example; another batch size avoids it.");
    }
    return count;
  }
}
