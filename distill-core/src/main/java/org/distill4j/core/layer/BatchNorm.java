package org.distill4j.core.layer;

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
 * the examples at hand; with gradient accumulation these are the part's, not the whole batch's. In
 * evaluation they are the states "runningMean" and "runningVariance", which begin at 0 and 1 and
 * move at each training step: running ← (1 − momentum) · running + momentum · measured, where the
 * measured variance is divided by n − 1, as in PyTorch.
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
   * @param features the number of features
   * @param momentum the share of the measured statistics
   * @param epsilon what is added to the variance
   * @throws IllegalArgumentException if a number is out of range
   */
  public BatchNorm {
    Requirements.atLeastOne("number of features of a batch norm", features);
    Requirements.fraction("momentum of a batch norm", momentum);
    Requirements.positive("epsilon of a batch norm", epsilon);
  }

  /**
   * Batch normalisation with momentum 0.1 and ε = 1e-5, as PyTorch's.
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
    if (scope.mode() == Mode.EVALUATION) {
      return scaled(scope, input.sub(alongFeatures(mean, input)), alongFeatures(variance, input));
    }
    int[] others = input.shape().rank() == 2 ? new int[] {0} : new int[] {0, 2, 3};
    Tensor batchMean = input.meanKeep(others);
    Tensor centred = input.sub(batchMean);
    Tensor batchVariance = centred.square().meanKeep(others);
    long count = requireSeveral(input.shape());
    move(scope, MEAN, mean, batchMean);
    move(scope, VARIANCE, variance, batchVariance.mul((double) count / (count - 1)));
    return scaled(scope, centred, batchVariance);
  }

  private Tensor scaled(Scope scope, Tensor centred, Tensor variance) {
    Tensor weight = scope.parameter("weight", Shape.of(features), Initializers.ones());
    Tensor bias = scope.parameter("bias", Shape.of(features), Initializers.zeros());
    Tensor scale = alongFeatures(weight, centred).div(variance.add(epsilon).sqrt());
    return centred.mul(scale).add(alongFeatures(bias, centred));
  }

  private void move(Scope scope, String name, Tensor running, Tensor measured) {
    Tensor kept = running.mul(1 - momentum);
    scope.updateState(name, kept.add(measured.reshape(features).mul(momentum)));
  }

  private Tensor state(Scope scope, String name, double first) {
    return scope.state(name, Shape.of(features), Initializers.constant(first));
  }

  private Tensor alongFeatures(Tensor vector, Tensor input) {
    return input.shape().rank() == 2
        ? vector.reshape(1, features)
        : vector.reshape(1, features, 1, 1);
  }

  private void requireFeatures(Shape given) {
    boolean known = given.rank() == 2 || given.rank() == 4;
    Requirements.input(
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
