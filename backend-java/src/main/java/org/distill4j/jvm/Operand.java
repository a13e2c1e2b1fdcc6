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

  /** Written out, since a record's own method is made by reflection when it is first called. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Operand that && slot == that.slot && shape.equals(that.shape);
  }

  @Override
  public int hashCode() {
    return 31 * slot.hashCode() + shape.hashCode();
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
