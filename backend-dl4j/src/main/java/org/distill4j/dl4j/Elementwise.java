package org.distill4j.dl4j;

import java.util.List;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Op.BinaryKind;
import org.distill4j.tensor.Op.CompareKind;
import org.distill4j.tensor.Op.UnaryKind;
import org.distill4j.tensor.Shape;

/** Steps that work element by element. */
final class Elementwise {
  private Elementwise() {}

  static Value binary(Tape tape, BinaryKind kind, Value left, Value right) {
    return pair(tape, Pairs.of(kind), left, right);
  }

  static Value pair(Tape tape, PairLoop loop, Value left, Value right) {
    Shape shape = left.shape().broadcast(right.shape());
    Rows rows = Rows.broadcast(shape, left.shape(), right.shape());
    return tape.floats(
        shape,
        List.of(left, right),
        out -> new PairKernel(left.slot(), right.slot(), out, rows, loop));
  }

  static Value unary(Tape tape, UnaryKind kind, Value input) {
    return map(tape, Maps.of(kind), input);
  }

  static Value map(Tape tape, MapLoop loop, Value input) {
    return tape.floats(
        input.shape(),
        List.of(input),
        out -> () -> loop.run(input.slot().floats(), out.floatsToWrite()));
  }

  static Value scale(Tape tape, Value input, double factor) {
    float rounded = (float) factor;
    return map(tape, (x, y) -> scale(x, rounded, y), input);
  }

  private static void scale(float[] x, float factor, float[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i] * factor;
    }
  }

  static Value compare(Tape tape, CompareKind kind, Value left, Value right) {
    Shape shape = left.shape().broadcast(right.shape());
    Rows rows = Rows.broadcast(shape, left.shape(), right.shape());
    return tape.add(
        DType.BOOL,
        shape,
        List.of(left, right),
        out -> new CompareKernel(kind, left.slot(), right.slot(), out, rows));
  }

  static Value where(Tape tape, Value condition, Value yes, Value no) {
    Shape shape = condition.shape().broadcast(yes.shape()).broadcast(no.shape());
    Rows rows = Rows.broadcast(shape, condition.shape(), yes.shape(), no.shape());
    return tape.floats(
        shape,
        List.of(condition, yes, no),
        out -> new WhereKernel(condition.slot(), yes.slot(), no.slot(), out, rows));
  }

  static Value cast(Tape tape, DType type, Value input) {
    return tape.add(
        type,
        input.shape(),
        List.of(input),
        out ->
            type == DType.INT32
                ? () -> truncate(input.slot().floats(), out.ints())
                : () -> widen(input.slot().ints(), out.floatsToWrite()));
  }

  private static void truncate(float[] x, int[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] = (int) x[i];
    }
  }

  private static void widen(int[] x, float[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i];
    }
  }

  static Value zero() {
    return Value.fixed(Slot.in(Memory.of(0), DType.FLOAT32), Shape.scalar());
  }
}
