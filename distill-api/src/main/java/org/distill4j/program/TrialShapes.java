package org.distill4j.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.distill4j.ir.Extent;
import org.distill4j.ir.FreeProgram;
import org.distill4j.model.Model;

/**
 * The shapes of batches for which a model is recorded: an initial one, for each free axis two more
 * with another length there, and one in which all axes are longer.
 *
 * @param axes the names of the free axes, the batch first
 * @param shapes the shapes, in the order above
 */
record TrialShapes(List<String> axes, List<BatchShape> shapes) {
  /** Primes, so that few lengths of the model equal one of them by chance. */
  private static final int[] EXAMPLES = {61, 67, 71};

  /** Odd and even lengths; some models have tables of few positions, others need large pictures. */
  private static final int[][] LENGTHS = {
    {31, 38, 46}, {2, 3, 5}, {2, 3, 4}, {131, 138, 146}, {261, 268, 276}
  };

  /** For pictures whose sides are halved a few times. */
  private static final int[][] DIVISIBLE_LENGTHS = {
    {248, 304, 368}, {16, 24, 40}, {992, 1216, 1472}, {64, 96, 160}
  };

  /** Returns the shapes to try, one after the other, for a model that takes any length. */
  static List<TrialShapes> anyLengths(Model model) {
    return of(model, LENGTHS);
  }

  /** Returns the shapes to try for a model that does not. */
  static List<TrialShapes> divisibleLengths(Model model) {
    return of(model, DIVISIBLE_LENGTHS);
  }

  private static List<TrialShapes> of(Model model, int[][] lengths) {
    Set<String> free = new LinkedHashSet<>();
    model.inputs().values().forEach(spec -> free.addAll(spec.shape().freeAxes()));
    requireNoBatch(free);
    return Stream.of(lengths).map(three -> of(free, three)).distinct().toList();
  }

  private static void requireNoBatch(Set<String> free) {
    if (free.contains(FreeProgram.BATCH)) {
      throw new IllegalArgumentException(
          "The model's inputs have a free axis \""
              + FreeProgram.BATCH
              + "\" besides the batch, expected another name, as the file calls axis 0 so.\n"
              + "Maybe the shape of one example was meant, which has no batch axis.");
    }
  }

  private static TrialShapes of(Set<String> free, int[] lengths) {
    List<Map<String, Integer>> times = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      times.add(new LinkedHashMap<>());
      for (String axis : free) {
        // Axes differ from each other, by what keeps them divisible.
        times.get(i).put(axis, lengths[i] + times.get(i).size() * lengths[lengths.length - 1]);
      }
    }
    BatchShape first = new BatchShape(EXAMPLES[0], times.get(0));
    List<BatchShape> shapes = new ArrayList<>(List.of(first));
    shapes.add(new BatchShape(EXAMPLES[1], times.get(0)));
    shapes.add(new BatchShape(EXAMPLES[2], times.get(0)));
    for (String axis : free) {
      shapes.add(first.with(axis, times.get(1).getOrDefault(axis, 1)));
      shapes.add(first.with(axis, times.get(2).getOrDefault(axis, 1)));
    }
    if (!free.isEmpty()) {
      shapes.add(new BatchShape(EXAMPLES[1], times.get(1)));
    }
    return new TrialShapes(
        Stream.concat(Stream.of(FreeProgram.BATCH), free.stream()).toList(), shapes);
  }

  /** Returns the first shape in which only one axis is longer. */
  int varying(String axis) {
    return 1 + 2 * axes.indexOf(axis);
  }

  /** Returns how much longer it is there. */
  int growth(String axis) {
    return length(varying(axis), axis) - length(0, axis);
  }

  /** Returns the rule behind the numbers seen at each of the shapes. */
  Extent extent(int... numbers) {
    Map<String, Integer> scales = new LinkedHashMap<>();
    int offset = numbers[0];
    for (String axis : axes) {
      int scale = (numbers[varying(axis)] - numbers[0]) / growth(axis);
      if (scale != 0) {
        scales.put(axis, scale);
        offset -= scale * length(0, axis);
      }
    }
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] != offset + sum(i, scales)) {
        return new Extent.Other(Arrays.toString(numbers) + " for " + shapes);
      }
    }
    return scales.isEmpty() ? new Extent.Fixed(offset) : new Extent.Linear(scales, offset);
  }

  private int sum(int shape, Map<String, Integer> scales) {
    return scales.entrySet().stream()
        .mapToInt(scale -> scale.getValue() * length(shape, scale.getKey()))
        .sum();
  }

  /** Returns the length of an axis in one of the shapes. */
  int length(int shape, String axis) {
    BatchShape one = shapes.get(shape);
    return axes.indexOf(axis) == 0 ? one.examples() : one.lengths().get(axis);
  }
}
