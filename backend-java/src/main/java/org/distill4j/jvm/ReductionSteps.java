package org.distill4j.jvm;

import java.util.List;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Op.ReduceKind;
import org.distill4j.tensor.Shape;

/** Steps that reduce along axes, which stay with length one. */
final class ReductionSteps {
  private ReductionSteps() {}

  static Value reduce(StepList steps, ReduceKind kind, Value input, Shape shape) {
    return switch (kind) {
      case SUM -> sum(steps, input, shape);
      case MEAN -> mean(steps, input, shape);
      case MAX -> max(steps, input, shape);
    };
  }

  private static Value mean(StepList steps, Value input, Shape shape) {
    RowWalk rows = RowWalk.broadcast(input.shape(), shape);
    float share = (float) ((double) shape.size() / input.size());
    return steps.floats(
        shape,
        List.of(input),
        out ->
            () -> {
              float[] y = out.floatsToWrite();
              ReduceLoops.sum(steps.rows(), input.slot().floats(), y, rows);
              for (int i = 0; i < y.length; i++) {
                y[i] *= share;
              }
            });
  }

  private static Value sum(StepList steps, Value input, Shape shape) {
    RowWalk rows = RowWalk.broadcast(input.shape(), shape);
    return steps.floats(
        shape,
        List.of(input),
        out ->
            () -> ReduceLoops.sum(steps.rows(), input.slot().floats(), out.floatsToWrite(), rows));
  }

  private static Value max(StepList steps, Value input, Shape shape) {
    RowWalk rows = RowWalk.broadcast(input.shape(), shape);
    return steps.floats(
        shape,
        List.of(input),
        out ->
            () -> ReduceLoops.max(steps.rows(), input.slot().floats(), out.floatsToWrite(), rows));
  }

  static Value argMax(StepList steps, Value input, int axis, Shape shape) {
    AxisLines lines = AxisLines.along(input.shape(), axis);
    return steps.add(
        DType.INT32,
        shape,
        List.of(input),
        out -> () -> argMax(input.slot().floats(), out.ints(), lines));
  }

  private static void argMax(float[] x, int[] y, AxisLines lines) {
    for (int line = 0; line < lines.count(); line++) {
      int start = lines.start(line);
      int best = start;
      for (int i = start; i < start + lines.length() * lines.stride(); i += lines.stride()) {
        if (!(x[i] <= x[best]) && !Float.isNaN(x[best])) {
          best = i;
        }
      }
      y[line] = (best - start) / lines.stride();
    }
  }
}
