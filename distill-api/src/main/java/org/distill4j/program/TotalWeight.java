package org.distill4j.program;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
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
    List<Elements> values = new ArrayList<>();
    int length = 0;
    for (Weighting.Factor factor : factors) {
      HostTensor labels = batch.labelsOrInput(factor.name());
      values.add(Elements.of(labels));
      length = Math.max(length, labels.size());
    }
    double sum = 0;
    for (int i = 0; i < length; i++) {
      double product = 1;
      for (int k = 0; k < factors.size(); k++) {
        Weighting.Factor factor = factors.get(k);
        Elements elements = values.get(k);
        int index = i / (length / elements.count());
        product *= weight(factor, elements.at().applyAsDouble(index), batch, index);
      }
      sum += product;
    }
    return sum;
  }

  /** The elements of an array through one view, as each view is allocated. */
  private record Elements(int count, IntToDoubleFunction at) {
    static Elements of(HostTensor labels) {
      return new Elements(
          labels.size(), labels.type() == DType.INT32 ? labels.ints()::get : labels.floats()::get);
    }
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
