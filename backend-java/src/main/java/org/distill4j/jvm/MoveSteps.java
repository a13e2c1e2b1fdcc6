package org.distill4j.jvm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;

/** Steps that move elements and change none. */
final class MoveSteps {
  private MoveSteps() {}

  static Value transpose(StepList steps, Value input, List<Integer> order, Shape shape) {
    RowWalk rows = RowWalk.transposed(input.shape(), order);
    return steps.add(
        input.type(),
        shape,
        List.of(input),
        out -> new GatherKernel(steps, input.slot(), out, rows));
  }

  /** Adds a step that copies the elements to memory of their own. */
  static Value copy(StepList steps, Value input) {
    Shape flat = Shape.of(input.size());
    return slice(steps, input.as(flat), 0, 0, flat).as(input.shape());
  }

  static Value broadcastTo(StepList steps, Value input, Shape shape) {
    RowWalk rows = RowWalk.broadcast(shape, input.shape());
    return steps.add(
        input.type(),
        shape,
        List.of(input),
        out -> new GatherKernel(steps, input.slot(), out, rows));
  }

  static Value slice(StepList steps, Value input, int axis, int from, Shape shape) {
    AxisBlock part = AxisBlock.of(shape, axis, 0, shape.dim(axis));
    AxisBlock whole = AxisBlock.of(input.shape(), axis, from, from + shape.dim(axis));
    return steps.add(
        input.type(),
        shape,
        List.of(input),
        out -> () -> AxisBlock.copy(array(input.slot()), whole, toWrite(out), part));
  }

  /** Adds a step that copies to a range of an array of zeros. */
  static Value pad(StepList steps, Value input, int axis, int from, Shape shape) {
    AxisBlock part = AxisBlock.of(input.shape(), axis, 0, input.shape().dim(axis));
    AxisBlock whole = AxisBlock.of(shape, axis, from, from + input.shape().dim(axis));
    return steps.floats(
        shape,
        List.of(input),
        out ->
            () -> {
              float[] y = out.floatsToWrite();
              Arrays.fill(y, 0);
              AxisBlock.copy(input.slot().floats(), part, y, whole);
            });
  }

  static Value concat(StepList steps, List<Value> inputs, int axis, Shape shape) {
    List<AxisBlock> parts = new ArrayList<>();
    List<AxisBlock> places = new ArrayList<>();
    int at = 0;
    for (Value input : inputs) {
      int length = input.shape().dim(axis);
      parts.add(AxisBlock.of(input.shape(), axis, 0, length));
      places.add(AxisBlock.of(shape, axis, at, at + length));
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
                AxisBlock.copy(array(inputs.get(i).slot()), parts.get(i), y, places.get(i));
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
