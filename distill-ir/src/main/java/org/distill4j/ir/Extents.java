package org.distill4j.ir;

import java.util.function.ToIntFunction;
import org.distill4j.tensor.Tensor;

/** Finds how the numbers of a recorded program depend on the lengths of free axes. */
@FunctionalInterface
public interface Extents {
  /**
   * Returns the dependence of one number.
   *
   * @param node one of the program's operations, or one of a composite's body
   * @param number reads the number from it, and from the same operation recorded for other lengths
   * @return how the number depends on the lengths
   */
  Extent extent(Tensor node, ToIntFunction<Tensor> number);

  /**
   * Describes the operation's position.
   *
   * @param node the operation
   * @return the subject of a message, such as "Layer dense1"
   */
  default String describe(Tensor node) {
    return "The program";
  }
}
