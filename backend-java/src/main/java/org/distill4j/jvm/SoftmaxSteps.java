package org.distill4j.jvm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.tensor.Op;

/** Steps for softmax, its logarithm and their gradients, along one axis. */
final class SoftmaxSteps {
  /** The form of a softmax. */
  private record Source(Slot slot, AxisLines lines) {}

  private final StepList steps;
  private final Map<Source, StepList.Pair> pairs = new HashMap<>();
  private final Map<Slot, Slot> ofLogarithms = new HashMap<>();

  SoftmaxSteps(StepList steps) {
    this.steps = steps;
  }

  Value softmax(Value input, int axis) {
    return pair(input, axis).second().as(input.shape());
  }

  Value logSoftmax(Value input, int axis) {
    return pair(input, axis).first().as(input.shape());
  }

  /** Adds one step for both, which computes no exponential twice. */
  private StepList.Pair pair(Value input, int axis) {
    AxisLines lines = AxisLines.along(input.shape(), axis);
    StepList.Pair pair =
        pairs.computeIfAbsent(
            new Source(input.slot(), lines), source -> logSoftmax(steps, input, axis));
    ofLogarithms.put(pair.first().slot(), pair.second().slot());
    return pair;
  }

  /**
   * Returns the exponential of a value, which exists if the value is the logarithm of a softmax.
   */
  Value exp(Value input) {
    Slot known = ofLogarithms.get(input.slot());
    return known == null
        ? steps.elementwise(input.shape(), BlockLoop.of(UnaryLoops.of(Op.UnaryKind.EXP)), input)
        : new Value(known, input.shape());
  }

  /**
   * Adds a step whose first result is the logarithm of softmax, and whose second is softmax itself.
   */
  private static StepList.Pair logSoftmax(StepList steps, Value input, int axis) {
    AxisLines lines = AxisLines.along(input.shape(), axis);
    return steps.twoFloats(
        input.shape(),
        List.of(input),
        (log, softmax) ->
            () -> {
              float[] x = input.slot().floats();
              float[] first = arrayIfRead(log);
              float[] second = arrayIfRead(softmax);
              share(
                  steps,
                  lines,
                  (from, to) -> SoftmaxLoops.run(steps.rows(), x, first, second, lines, from, to));
            });
  }

  /** Shares lines over threads. */
  private static void share(StepList steps, AxisLines lines, LinesWork work) {
    steps.share(
        (long) lines.count() * lines.length(),
        (part, parts) ->
            work.run(
                ThreadTeam.start(lines.count(), part, parts),
                ThreadTeam.start(lines.count(), part + 1, parts)));
  }

  /** The work on some lines. */
  private interface LinesWork {
    void run(int from, int to);
  }

  private static float[] arrayIfRead(Slot slot) {
    return slot.isRead() ? slot.floatsToWrite() : SoftmaxLoops.UNREAD;
  }

  static Value softmaxGradient(StepList steps, Value output, Value gradient, int axis) {
    AxisLines lines = AxisLines.along(output.shape(), axis);
    return steps.floats(
        output.shape(),
        List.of(output, gradient),
        out ->
            () -> {
              float[] y = output.slot().floats();
              float[] g = gradient.slot().floats();
              float[] dx = out.floatsToWrite();
              share(
                  steps,
                  lines,
                  (from, to) -> SoftmaxLoops.softmaxGradient(y, g, dx, lines, from, to));
            });
  }

  static Value logSoftmaxGradient(StepList steps, Value softmax, Value gradient, int axis) {
    AxisLines lines = AxisLines.along(softmax.shape(), axis);
    return steps.floats(
        softmax.shape(),
        List.of(softmax, gradient),
        out ->
            () -> {
              float[] y = softmax.slot().floats();
              float[] g = gradient.slot().floats();
              float[] dx = out.floatsToWrite();
              share(
                  steps,
                  lines,
                  (from, to) -> SoftmaxLoops.logSoftmaxGradient(y, g, dx, lines, from, to));
            });
  }
}
