package org.distill4j.core.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.distill4j.train.Metric;

/**
 * What came of a size search.
 *
 * @param metric the name of the metric that it went by
 * @param goal which way is better
 * @param wanted the value that a student has to reach
 * @param sizes the students that were trained, from the fewest operations on
 */
public record SizeReport(String metric, Metric.Goal goal, double wanted, List<StudentSize> sizes) {
  private static final Comparator<StudentSize> SMALLEST =
      Comparator.comparingLong(StudentSize::flops).thenComparingLong(StudentSize::parameters);

  /** Takes a sorted copy. */
  public SizeReport {
    sizes = sizes.stream().sorted(SMALLEST).toList();
  }

  /** {@return the student of the fewest operations that reaches the wanted value, if one does} */
  public Optional<StudentSize> smallest() {
    return sizes.stream().filter(size -> reaches(size.value(), wanted)).findFirst();
  }

  private boolean reaches(double value, double bound) {
    return goal == Metric.Goal.MAXIMIZE ? value >= bound : value <= bound;
  }

  /**
   * Returns the students for which no other has as few operations and as good a value.
   *
   * @return the Pareto front, from the fewest operations on, each better than those before it
   */
  public List<StudentSize> pareto() {
    List<StudentSize> front = new ArrayList<>();
    double best =
        goal == Metric.Goal.MAXIMIZE ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    for (StudentSize size : sizes) {
      boolean better = reaches(size.value(), best) && size.value() != best;
      if (better) {
        boolean replaced = !front.isEmpty() && last(front).flops() == size.flops();
        if (replaced && last(front).parameters() >= size.parameters()) {
          front.remove(front.size() - 1);
        }
        front.add(size);
        best = size.value();
      }
    }
    return front;
  }

  private static StudentSize last(List<StudentSize> front) {
    return front.get(front.size() - 1);
  }
}
