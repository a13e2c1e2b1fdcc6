package org.distill4j.tutorial;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.distill4j.tensor.Shape;

/** Elements that are reduced together. */
final class Groups {
  private final int[] group;
  private final int count;

  Groups(Shape shape, List<Integer> axes) {
    this.group = Places.groups(shape, axes);
    this.count = group[group.length - 1] + 1;
  }

  double[] reduce(double first, DoubleBinaryOperator operator, double[] x) {
    double[] reduced = new double[count];
    Arrays.fill(reduced, first);
    for (int i = 0; i < x.length; i++) {
      reduced[group[i]] = operator.applyAsDouble(reduced[group[i]], x[i]);
    }
    return reduced;
  }

  double[] max(double[] x) {
    return reduce(Double.NEGATIVE_INFINITY, Math::max, x);
  }

  /** The first place of the largest, where NaN is larger than any number. */
  double[] argMax(double[] x, int stride, int length) {
    double[] max = max(x);
    double[] first = new double[count];
    for (int i = x.length - 1; i >= 0; i--) {
      boolean largest = x[i] == max[group[i]] || Double.isNaN(x[i]);
      first[group[i]] = largest ? i / stride % length : first[group[i]];
    }
    return first;
  }

  double[] logSoftmax(double[] x) {
    double[] max = max(x);
    double[] shifted = new double[x.length];
    Arrays.setAll(shifted, i -> x[i] - max[group[i]]);
    double[] sums = reduce(0, (sum, element) -> sum + Math.exp(element), shifted);
    Arrays.setAll(shifted, i -> shifted[i] - Math.log(sums[group[i]]));
    return shifted;
  }
}
