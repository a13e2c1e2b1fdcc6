package org.distill4j.ir;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.tensor.Tensor;

/** The dependence of a number in a program on the lengths of free axes, the batch among them. */
public sealed interface Extent {
  /**
   * The same for all lengths.
   *
   * @param length the number
   */
  record Fixed(int length) implements Extent {}

  /**
   * {@code Σ scale · length of axis + offset}; no scale is 0, and there is at least one.
   *
   * @param scales the scale of each axis, by its name
   * @param offset what is added
   */
  record Linear(Map<String, Integer> scales, int offset) implements Extent {
    /** Takes a copy of the map, whose order is kept. */
    public Linear {
      scales = Collections.unmodifiableMap(new LinkedHashMap<>(scales));
    }
  }

  /**
   * Any other dependence.
   *
   * @param seen the numbers that were seen, for messages
   */
  record Other(String seen) implements Extent {
    /**
     * Throws for a number that can't be computed.
     *
     * @param who what records it, as the subject of a message
     * @param node what it is a number of
     * @return the error
     */
    public IllegalArgumentException refused(String who, Tensor node) {
      return new IllegalArgumentException(
          who
              + " records "
              + node
              + " with a length of "
              + seen
              + ", expected a sum of multiples of the batch size and of other free lengths, more or"
              + " less a constant.\n"
              + "Maybe it can be written with one free axis, which reshape finds by itself.");
    }
  }

  /**
   * Returns the number that is the length of an axis.
   *
   * @param axis the name of the axis
   * @return the number
   */
  static Extent like(String axis) {
    return new Linear(Map.of(axis, 1), 0);
  }
}
