package org.distill4j.program;

import java.util.Arrays;
import java.util.List;
import org.distill4j.data.Batch;
import org.distill4j.loss.Weighting;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;

/** Adds up the weights of a whole batch on the host. */
final class TotalWeight {
  private TotalWeight() {}

  static double sum(Weighting weighting, List<Batch> batches) {
    double sum = 0;
    for (Batch batch : batches) {
      sum += sum(weighting, batch);
    }
    return sum;
  }

  private static double sum(Weighting weighting, Batch batch) {
    List<Weighting.Factor> factors = weighting.factors();
    int length =
        factors.stream().mapToInt(f -> batch.labelsOrInput(f.name()).size()).max().orElse(0);
    double[] products = new double[length];
    Arrays.fill(products, 1);
    for (Weighting.Factor factor : factors) {
      HostTensor labels = batch.labelsOrInput(factor.name());
      int repeated = length / labels.size();
      for (int i = 0; i < length; i++) {
        int index = i / repeated;
        products[i] *= weight(factor, value(labels, index), batch, index);
      }
    }
    return Arrays.stream(products).sum();
  }

  private static double value(HostTensor labels, int index) {
    return labels.type() == DType.INT32 ? labels.ints().get(index) : labels.floats().get(index);
  }

  private static double weight(Weighting.Factor factor, double value, Batch batch, int index) {
    if (factor instanceof Weighting.By && !(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          at(factor, value, batch, index)
              + ", expected a weight that is a finite number of at least 0.\n"
              + "Maybe it marks what has no label, for which Weighting.labelled is.");
    } else if (factor instanceof Weighting.ByClass byClass) {
      return value < 0 ? 0 : ofClass(byClass, value, batch, index);
    }
    return factor instanceof Weighting.By ? value : value >= 0 ? 1 : 0;
  }

  private static double ofClass(Weighting.ByClass factor, double label, Batch batch, int index) {
    if (label >= factor.weights().size()) {
      throw new IllegalArgumentException(
          at(factor, label, batch, index)
              + ", expected one of the "
              + factor.weights().size()
              + " classes that have weights.\nMaybe a class was left out of the weights.");
    }
    return factor.weights().get((int) label);
  }

  private static String at(Weighting.Factor factor, double value, Batch batch, int index) {
    int perExample = batch.labelsOrInput(factor.name()).size() / batch.size();
    return "\""
        + factor.name()
        + "\" holds "
        + value
        + " for example "
        + batch.id(index / perExample)
        + (perExample == 1 ? "" : ", position " + index % perExample);
  }
}
