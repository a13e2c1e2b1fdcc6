package org.distill4j.jvm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;

/** Steps that move elements and change none. */
final class Moves {
  private Moves() {}

  static Value transpose(StepList steps, Value input, List<Integer> order, Shape shape) {
    Rows rows = Rows.transposed(input.shape(), order);
    return steps.add(
        input.type(),
        shape,
        List.of(input),
        out -> new GatherKernel(steps, input.slot(), out, rows));
  }

  /** The same elements in memory of their own. */
  static Value copy(StepList steps, Value input) {
    Shape flat = Shape.of(input.size());
    return slice(steps, input.as(flat), 0, 0, flat).as(input.shape());
  }

  static Value broadcastTo(StepList steps, Value input, Shape shape) {
    Rows rows = Rows.broadcast(shape, input.shape());
    return steps.add(
        input.type(),
        shape,
        List.of(input),
        out -> new GatherKernel(steps, input.slot(), out, rows));
  }

  static Value slice(StepList steps, Value input, int axis, int from, Shape shape) {
    Block part = Block.of(shape, axis, 0, shape.dim(axis));
    Block whole = Block.of(input.shape(), axis, from, from + shape.dim(axis));
    return steps.add(
        input.type(),
        shape,
        List.of(input),
        out -> () -> Block.copy(array(input.slot()), whole, toWrite(out), part));
  }

  /** A part of an array of zeros. */
  static Value pad(StepList steps, Value input, int axis, int from, Shape shape) {
    Block part = Block.of(input.shape(), axis, 0, input.shape().dim(axis));
    Block whole = Block.of(shape, axis, from, from + input.shape().dim(axis));
    return steps.floats(
        shape,
        List.of(input),
        out ->
            () -> {
              float[] y = out.floatsToWrite();
              Arrays.fill(y, 0);
              Block.copy(input.slot().floats(), part, y, whole);
            });
  }

  static Value concat(StepList steps, List<Value> inputs, int axis, Shape shape) {
    List<Block> parts = new ArrayList<>();
    List<Block> places = new ArrayList<>();
    int at = 0;
    for (Value input : inputs) {
      int length = input.shape().dim(axis);
      parts.add(Block.of(input.shape(), axis, 0, length));
      places.add(Block.of(shape, axis, at, at + length));
      at += length;
    }
    return steps.add(
        inputs.get(0).type(),
        shape,
        inputs,
        out ->
            () -> {
              Object y = toWrite(out);
              for (int i = 0; i < inputs.size(); i++) {
                Block.copy(array(inputs.get(i).slot()), parts.get(i), y, places.get(i));
              }
            });
  }

  private static Object array(Slot slot) {
    return slot.type() == DType.FLOAT32 ? slot.floats() : slot.ints();
  }

  private static Object toWrite(Slot slot) {
    return slot.type() == DType.FLOAT32 ? slot.floatsToWrite() : slot.ints();
  }
}
