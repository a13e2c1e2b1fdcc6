package org.distill4j.core.loss;

import java.util.List;
import org.distill4j.loss.Weighting;

/** Weights of the labels' classes. */
final class ClassWeights {
  private ClassWeights() {}

  /** Returns the weighting of labelled positions, by class where there are weights. */
  static Weighting of(String labels, List<Double> weights) {
    return weights.isEmpty()
        ? Weighting.labelled(labels)
        : new Weighting(List.of(new Weighting.ByClass(labels, weights)));
  }

  /** Returns a copy, if they are weights. */
  static List<Double> checked(String labels, List<Double> weights) {
    of(labels, weights);
    return List.copyOf(weights);
  }

  static void requireCount(String labels, List<Double> weights, int classes) {
    if (!weights.isEmpty() && weights.size() != classes) {
      throw new IllegalArgumentException(
          "There are "
              + weights.size()
              + " weights of the classes of \""
              + labels
              + "\", expected one for each of "
              + classes
              + " classes.\nMaybe a class was left out.");
    }
  }
}
