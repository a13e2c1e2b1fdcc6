package org.distill4j.jvm;

import org.distill4j.tensor.Shape;

/**
 * An operand of an elementwise step.
 *
 * @param slot where it lies
 * @param shape its shape, which broadcasts to the step's
 */
record Operand(Slot slot, Shape shape) {
  static Operand of(Value value) {
    return new Operand(value.slot(), value.shape());
  }

  /**
   * Returns the same under the shape of the whole step, if it is as large; one number stays one.
   */
  Operand under(Shape whole) {
    return slot.size() == whole.size() ? new Operand(slot, whole) : this;
  }

  /** Returns whether a step of some elements reads it one by one, or a single number throughout. */
  boolean isFlatIn(int size) {
    return slot.size() == size || slot.size() == 1;
  }
}
