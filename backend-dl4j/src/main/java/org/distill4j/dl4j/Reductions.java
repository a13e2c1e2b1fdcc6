package org.distill4j.dl4j;

import java.util.List;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;

/** Steps that reduce along axes, which stay with length one, and the way back. */
final class Reductions {
  private Reductions() {}

  static Value sum(Tape tape, Value input, Shape shape) {
    Rows rows = Rows.broadcast(input.shape(), shape);
    return tape.floats(
        shape,
        List.of(input),
        out -> () -> ReduceLoops.sum(input.slot().floats(), out.floatsToWrite(), rows));
  }

  static Value max(Tape tape, Value input, Shape shape) {
    Rows rows = Rows.broadcast(input.shape(), shape);
    return tape.floats(
        shape,
        List.of(input),
        out -> () -> ReduceLoops.max(input.slot().floats(), out.floatsToWrite(), rows));
  }

  /** A gradient as it was before its value was broadcast. */
  static Value unbroadcast(Tape tape, Value gradient, Shape shape) {
    if (gradient.shape().equals(shape)) {
      return gradient;
    }
    Shape kept = shape;
    while (kept.rank() < gradient.shape().rank()) {
      kept = kept.prepend(1);
    }
    Value sum = kept.size() == gradient.size() ? gradient : sum(tape, gradient, kept);
    return sum.as(shape);
  }

  /** The gradient of maxima, of which tied ones get equal shares. */
  static Value maxGradient(Tape tape, Value input, Value output, Value gradient) {
    Rows rows = Rows.broadcast(input.shape(), output.shape());
    float[] shares = new float[output.size()];
    return tape.floats(
        input.shape(),
        List.of(input, output, gradient),
        out ->
            () -> {
              float[] x = input.slot().floats();
              float[] y = output.slot().floats();
              ReduceLoops.shares(x, y, gradient.slot().floats(), shares, rows);
              ReduceLoops.spread(x, y, shares, out.floatsToWrite(), rows);
            });
  }

  static Value argMax(Tape tape, Value input, int axis, Shape shape) {
    Lines lines = Lines.along(input.shape(), axis);
    return tape.add(
        DType.INT32,
        shape,
        List.of(input),
        out -> () -> argMax(input.slot().floats(), out.ints(), lines));
  }

  private static void argMax(float[] x, int[] y, Lines lines) {
    for (int line = 0; line < lines.count(); line++) {
      int start = lines.start(line);
      int best = 0;
      for (int i = 1; i < lines.length(); i++) {
        if (x[start + i * lines.stride()] > x[start + best * lines.stride()]) {
          best = i;
        }
      }
      y[line] = best;
    }
  }
}
