package org.distill4j.dl4j;

import java.util.Optional;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** A tensor of a plan: a slot seen under a shape. */
final class Value {
  private final Slot slot;
  private final Shape shape;
  private final boolean differentiable;
  private final @Nullable Value swapped;

  private Value(Slot slot, Shape shape, boolean differentiable, @Nullable Value swapped) {
    this.slot = slot;
    this.shape = shape;
    this.differentiable = differentiable;
    this.swapped = swapped;
  }

  /** A value that gets a gradient. */
  static Value trained(Slot slot, Shape shape) {
    return new Value(slot, shape, true, null);
  }

  /** A value that gets none. */
  static Value fixed(Slot slot, Shape shape) {
    return new Value(slot, shape, false, null);
  }

  /** The same elements as this under a shape. */
  Value as(Shape other) {
    return new Value(slot, other, differentiable, null);
  }

  /** This, held apart from all gradients. */
  Value detached() {
    return fixed(slot, shape);
  }

  /** This, known to be another value with its last two axes swapped. */
  Value swapOf(Value original) {
    return new Value(slot, shape, differentiable, original);
  }

  Slot slot() {
    return slot;
  }

  Shape shape() {
    return shape;
  }

  DType type() {
    return slot.type();
  }

  int size() {
    return slot.size();
  }

  /** Whether a trained value reaches this one. */
  boolean differentiable() {
    return differentiable;
  }

  /** What this is with its last two axes swapped, if that is known. */
  Optional<Value> swapped() {
    return Optional.ofNullable(swapped);
  }
}
