package org.distill4j.program;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.distill4j.tensor.TensorSpec;

/** Finds lengths of free axes for which something can be recorded or run. */
final class AxisLengthSearch {
  /** Some models need large pictures, others have tables of few positions. */
  private static final List<Integer> LENGTHS = List.of(8, 32, 128, 256, 2, 1);

  private AxisLengthSearch() {}

  static Set<String> freeAxes(Collection<TensorSpec> specs) {
    Set<String> names = new LinkedHashSet<>();
    specs.forEach(spec -> names.addAll(spec.shape().freeAxes()));
    return names;
  }

  /** Returns the result for the first of the lengths that fits, the same on all axes. */
  static <T> T run(int examples, Set<String> axes, Function<BatchShape, T> function) {
    List<IllegalArgumentException> errors = new ArrayList<>();
    for (int length : axes.isEmpty() ? LENGTHS.subList(0, 1) : LENGTHS) {
      try {
        return function.apply(shape(examples, axes, length));
      } catch (IllegalArgumentException misfit) {
        errors.add(misfit);
      }
    }
    throw errors.get(0);
  }

  private static BatchShape shape(int examples, Set<String> axes, int length) {
    Map<String, Integer> lengths = new LinkedHashMap<>();
    axes.forEach(axis -> lengths.put(axis, length));
    return new BatchShape(examples, lengths);
  }
}
