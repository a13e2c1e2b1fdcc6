package org.distill4j.jvm;

import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;

/**
 * A tensor of a plan: a slot seen under a shape.
 *
 * @param slot where its elements lie
 * @param shape its shape
 */
record Value(Slot slot, Shape shape) {
  /** Returns the same elements as this under a shape. */
  Value as(Shape other) {
    return new Value(slot, other);
  }

  DType type() {
    return slot.type();
  }

  int size() {
    return slot.size();
  }
}
