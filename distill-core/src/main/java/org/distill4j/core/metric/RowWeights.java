package org.distill4j.core.metric;

import java.util.Arrays;
import java.util.Optional;
import org.distill4j.data.Batch;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Metric;

/**
 * How much each row of logits counts in a metric.
 *
 * @param name the name of the weights among the labels or the inputs; empty for 1
 */
record RowWeights(Optional<String> name) {
  /** A metric whose rows can have weights. */
  interface Weighted extends Metric {
    /** The same metric with weights. */
    Metric with(RowWeights weights);
  }

  static RowWeights none() {
    return new RowWeights(Optional.empty());
  }

  /** The name of a metric with these weights. */
  String of(String metric) {
    return name.map(weights -> metric + "." + weights).orElse(metric);
  }

  /** The weight of each of the batch's rows: a number of its own, or that of its example. */
  double[] of(Batch batch, int rows) {
    double[] weights = new double[rows];
    Arrays.fill(weights, 1);
    name.ifPresent(weight -> fill(weights, batch.labelsOrInput(weight), batch));
    batch.padding().filter(mask -> mask.size() == rows).ifPresent(mask -> leaveOut(mask, weights));
    return weights;
  }

  private static void leaveOut(HostTensor mask, double[] weights) {
    for (int row = 0; row < weights.length; row++) {
      boolean isPadding =
          mask.type() == DType.INT32 ? mask.ints().get(row) == 0 : mask.floats().get(row) == 0;
      weights[row] = isPadding ? 0 : weights[row];
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

  private double weight(HostTensor given, int place, Batch batch) {
    double weight =
        given.type() == DType.INT32 ? given.ints().get(place) : given.floats().get(place);
    if (!(weight >= 0 && Double.isFinite(weight))) {
      throw new IllegalArgumentException(
          "The weight \""
              + name.orElse("")
              + "\" is "
              + weight
              + " for example "
              + batch.id(place / (given.size() / batch.size()))
              + ", expected a finite number of at least 0.\nMaybe it is a label.");
    }
    return weight;
  }
}
