package org.distill4j.jvm;

import java.util.List;
import org.distill4j.tensor.Op.PoolKind;
import org.distill4j.tensor.Shape;

/** Steps for pooling and its gradients. */
final class PoolSteps {
  private PoolSteps() {}

  static Value pool(StepList steps, PoolKind kind, PoolLoops loops, Value input, Shape shape) {
    return steps.floats(
        shape,
        List.of(input),
        out ->
            kind == PoolKind.MAX
                ? () -> loops.max(input.slot().floats(), out.floatsToWrite())
                : () -> loops.average(input.slot().floats(), out.floatsToWrite()));
  }

  static Value maxGradient(StepList steps, PoolLoops loops, Value input, Value gradient) {
    return steps.floats(
        input.shape(),
        List.of(input, gradient),
        out ->
            () ->
                loops.maxGradient(
                    input.slot().floats(), gradient.slot().floats(), out.floatsToWrite()));
  }

  static Value pickMax(StepList steps, PoolLoops loops, Value values, Value input, Shape shape) {
    return steps.floats(
        shape,
        List.of(values, input),
        out ->
            () ->
                loops.pickMax(values.slot().floats(), input.slot().floats(), out.floatsToWrite()));
  }

  static Value averageGradient(StepList steps, PoolLoops loops, Value gradient, Shape input) {
    return steps.floats(
        input,
        List.of(gradient),
        out -> () -> loops.averageGradient(gradient.slot().floats(), out.floatsToWrite()));
  }
}
