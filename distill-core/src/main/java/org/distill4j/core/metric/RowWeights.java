package org.distill4j.core.metric;

import java.util.Arrays;
import java.util.Optional;
import org.distill4j.data.Batch;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/**
 * The weight of each row of logits in a metric.
 *
 * @param name the name of the weights among the labels or the inputs; empty for 1
 */
record RowWeights(Optional<String> name) {
  static RowWeights none() {
    return new RowWeights(Optional.empty());
  }

  /** The name of a metric with these weights. */
  String of(String metric) {
    return name.map(weights -> metric + "." + weights).orElse(metric);
  }

  /**
   * Returns the weight of each of the batch's values: a number of its own, or that of its position
   * or example, and 0 at padding.
   */
  double[] of(Batch batch, Shape values) {
    double[] weights = given(batch, values);
    if (hasPadding(batch, values)) {
      leaveOut(batch.padding().orElseThrow(), weights);
    }
    return weights;
  }

  /** The weight of each class row of logits. */
  double[] ofRows(Batch batch, HostTensor logits) {
    int[] dims = logits.shape().dims();
    return of(batch, Shape.of(Arrays.copyOf(dims, dims.length - 1)));
  }

  /** Returns the same without the weights of padding. */
  double[] given(Batch batch, Shape values) {
    double[] weights = new double[(int) values.size()];
    Arrays.fill(weights, 1);
    name.ifPresent(weight -> fill(weights, batch.labelsOrInput(weight), batch));
    return weights;
  }

  /** Returns whether the first axes of values are as long as those of the padding mask. */
  static boolean hasPadding(Batch batch, Shape values) {
    return batch
        .padding()
        .map(HostTensor::shape)
        .filter(mask -> mask.rank() <= values.rank())
        .filter(mask -> Arrays.equals(mask.dims(), Arrays.copyOf(values.dims(), mask.rank())))
        .isPresent();
  }

  /** Sets the weights of padding to 0. */
  static void leaveOut(HostTensor mask, double... weights) {
    int width = weights.length / mask.size();
    for (int i = 0; i < weights.length; i++) {
      int position = i / width;
      boolean isPadding =
          mask.type() == DType.INT32
              ? mask.ints().get(position) == 0
              : mask.floats().get(position) == 0;
      weights[i] = isPadding ? 0 : weights[i];
    }
  }

  private void fill(double[] weights, HostTensor given, Batch batch) {
    if (weights.length % given.size() != 0) {
      throw new IllegalArgumentException(
          "The weights \""
              + name.orElse("")
              + "\" are "
              + given.spec()
              + " for "
              + weights.length
              + " rows of logits, expected one for each, or for each example.\n"
              + "Maybe they are of another output.");
    }
    int repeated = weights.length / given.size();
    for (int row = 0; row < weights.length; row++) {
      weights[row] = weight(given, row / repeated, batch);
    }
  }

  private double weight(HostTensor given, int index, Batch batch) {
    double weight =
        given.type() == DType.INT32 ? given.ints().get(index) : given.floats().get(index);
    if (!(weight >= 0 && Double.isFinite(weight))) {
      throw new IllegalArgumentException(
          "The weight \""
              + name.orElse("")
              + "\" is "
              + weight
              + " for example "
              + batch.id(index / (given.size() / batch.size()))
              + ", expected a finite number of at least 0.\nMaybe it is a label.");
    }
    return weight;
  }
}
