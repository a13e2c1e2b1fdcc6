package org.distill4j.program;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.distill4j.loss.Weighting;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** Records a weighting: how much each of some values counts. */
final class PositionWeights {
  private static final Tensor ZERO = Tensor.of(0);

  private PositionWeights() {}

  /** Returns the weighted sum of values, averaged over the axes that no weight covers. */
  static Tensor sum(Tensor values, Weighting weighting, Function<String, Tensor> sources) {
    int covered = 1;
    for (Weighting.Factor factor : weighting.factors()) {
      Shape given = sources.apply(factor.name()).shape();
      requirePrefix(factor.name(), given, values.shape());
      covered = Math.max(covered, given.rank());
    }
    int[] rest = IntStream.range(covered, values.shape().rank()).toArray();
    Tensor result = rest.length == 0 ? values : values.mean(rest);
    for (Weighting.Factor factor : weighting.factors()) {
      result = weighted(result, factor, aligned(sources.apply(factor.name()), covered));
    }
    return result.sum();
  }

  private static Tensor weighted(Tensor values, Weighting.Factor factor, Tensor labels) {
    if (factor instanceof Weighting.Labelled) {
      return labels.toFloat().greaterOrEqual(ZERO).where(values, ZERO);
    }
    return values.mul(
        factor instanceof Weighting.ByClass byClass
            ? ofClasses(byClass, labels)
            : labels.toFloat());
  }

  private static Tensor ofClasses(Weighting.ByClass factor, Tensor labels) {
    int classes = factor.weights().size();
    float[] weights = new float[classes];
    IntStream.range(0, classes).forEach(c -> weights[c] = factor.weights().get(c).floatValue());
    Tensor row = Tensor.of(HostTensor.ofFloats(Shape.of(classes), weights));
    return labels.toInt().oneHot(classes).mul(row).sum(-1);
  }

  /** Returns whether a shape's axes are the first axes of some values. */
  static boolean isPrefix(Shape shape, Shape values) {
    return shape.rank() <= values.rank()
        && Arrays.equals(shape.dims(), Arrays.copyOf(values.dims(), shape.rank()));
  }

  private static void requirePrefix(String name, Shape shape, Shape values) {
    if (!isPrefix(shape, values)) {
      throw new IllegalArgumentException(
          "The weights that \""
              + name
              + "\" gives have shape "
              + shape
              + " and what they weigh "
              + values
              + ", expected the same axes or the first of them.\n"
              + "Maybe the labels are of another output.");
    }
  }

  private static Tensor aligned(Tensor weights, int covered) {
    int rank = weights.shape().rank();
    int[] dims = Arrays.copyOf(weights.shape().dims(), covered);
    Arrays.fill(dims, rank, covered, 1);
    return rank == covered ? weights : weights.reshape(dims);
  }
}
