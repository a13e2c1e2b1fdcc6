package org.distill4j.examples.paper;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;

/**
 * One number that is added to the final layer's biases of some digits, so that a model that saw too
 * few or too many of them in training predicts them as often as it should.
 *
 * @param digits the digits
 * @param offset what is added
 */
record BiasCorrection(Set<Integer> digits, double offset) {
  /**
   * The offset at which the answer for one example becomes one of the digits, and whether it is
   * right before and after.
   */
  private record Crossing(double at, int before, int after) {
    int gain() {
      return after - before;
    }
  }

  /**
   * The offset with the fewest errors: exactly, as the errors change only where an example's answer
   * does. Of the best interval between two changes it is the middle; of several, the lowest one.
   */
  static BiasCorrection best(LabelledLogits scores, Set<Integer> digits) {
    List<Crossing> crossings =
        IntStream.range(0, scores.size())
            .mapToObj(row -> crossing(scores, digits, row))
            .sorted(Comparator.comparingDouble(Crossing::at))
            .toList();
    int best = -1;
    int right = 0;
    int most = 0;
    for (int i = 0; i < crossings.size(); i++) {
      right += crossings.get(i).gain();
      boolean ends = i + 1 == crossings.size() || crossings.get(i).at() < crossings.get(i + 1).at();
      if (ends && right > most) {
        most = right;
        best = i;
      }
    }
    return new BiasCorrection(digits, middle(crossings, best));
  }

  private static Crossing crossing(LabelledLogits scores, Set<Integer> digits, int row) {
    int inside = scores.top(row, digits::contains);
    int outside = scores.top(row, digit -> !digits.contains(digit));
    double at = scores.logit(row, outside) - scores.logit(row, inside);
    int label = scores.label(row);
    return new Crossing(at, outside == label ? 1 : 0, inside == label ? 1 : 0);
  }

  /**
   * Returns an offset after the given crossing and before the next; one away where there is no
   * other.
   */
  private static double middle(List<Crossing> crossings, int index) {
    int last = crossings.size() - 1;
    if (index < 0) {
      return crossings.get(0).at() - 1;
    }
    double from = crossings.get(index).at();
    return index == last ? from + 1 : (from + crossings.get(index + 1).at()) / 2;
  }

  /** The weights with the offset in them. */
  Weights apply(Weights weights, String bias) {
    float[] values = weights.get(bias).toFloatArray();
    digits.forEach(digit -> values[digit] += (float) offset);
    Map<String, HostTensor> changed = new LinkedHashMap<>(weights.asMap());
    changed.put(bias, HostTensor.ofFloats(weights.get(bias).shape(), values));
    return Weights.of(changed);
  }
}
