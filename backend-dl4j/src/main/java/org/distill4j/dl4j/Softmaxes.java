package org.distill4j.dl4j;

import java.util.List;

/** Steps for softmax, its logarithm and their gradients, along one axis. */
final class Softmaxes {
  private Softmaxes() {}

  static Value softmax(Tape tape, Value input, int axis) {
    Lines lines = Lines.along(input.shape(), axis);
    return tape.floats(
        input.shape(),
        List.of(input),
        out -> () -> SoftmaxLoops.softmax(input.slot().floats(), out.floatsToWrite(), lines));
  }

  /** The logarithm of softmax first, and softmax itself second. */
  static Tape.Pair logSoftmax(Tape tape, Value input, int axis) {
    Lines lines = Lines.along(input.shape(), axis);
    return tape.twoFloats(
        input.shape(),
        List.of(input),
        (log, softmax) ->
            () ->
                SoftmaxLoops.logSoftmax(
                    input.slot().floats(), log.floatsToWrite(), softmax.floatsToWrite(), lines));
  }

  static Value softmaxGradient(Tape tape, Value output, Value gradient, int axis) {
    Lines lines = Lines.along(output.shape(), axis);
    return tape.floats(
        output.shape(),
        List.of(output, gradient),
        out ->
            () ->
                SoftmaxLoops.softmaxGradient(
                    output.slot().floats(), gradient.slot().floats(), out.floatsToWrite(), lines));
  }

  static Value logSoftmaxGradient(Tape tape, Value softmax, Value gradient, int axis) {
    Lines lines = Lines.along(softmax.shape(), axis);
    return tape.floats(
        softmax.shape(),
        List.of(softmax, gradient),
        out ->
            () ->
                SoftmaxLoops.logSoftmaxGradient(
                    softmax.slot().floats(), gradient.slot().floats(), out.floatsToWrite(), lines));
  }
}
