package org.distill4j.dl4j;

import java.util.List;
import org.distill4j.tensor.Op.PoolKind;
import org.distill4j.tensor.Shape;

/** Steps for pooling and its gradients. */
final class Pools {
  private Pools() {}

  static Value pool(Tape tape, PoolKind kind, PoolLoops loops, Value input, Shape shape) {
    return tape.floats(
        shape,
        List.of(input),
        out ->
            kind == PoolKind.MAX
                ? () -> loops.max(input.slot().floats(), out.floatsToWrite())
                : () -> loops.average(input.slot().floats(), out.floatsToWrite()));
  }

  static Value maxGradient(Tape tape, PoolLoops loops, Value input, Value gradient) {
    return tape.floats(
        input.shape(),
        List.of(input, gradient),
        out ->
            () ->
                loops.maxGradient(
                    input.slot().floats(), gradient.slot().floats(), out.floatsToWrite()));
  }

  static Value averageGradient(Tape tape, PoolLoops loops, Value gradient, Shape input) {
    return tape.floats(
        input,
        List.of(gradient),
        out -> () -> loops.averageGradient(gradient.slot().floats(), out.floatsToWrite()));
  }
}
